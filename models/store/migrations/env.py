"""Alembic's entry: runs the revisions on the connection that `migrate` opened, inside its transaction."""

from alembic import context
from sqlalchemy import Connection

from models.store.tables import Base


def run(connection: Connection) -> None:
    """Run the revisions; SQLite alters tables by copying them."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    context.run_migrations()


run(context.config.attributes["connection"])
