"""Tell of a contact when it was and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Entries of earlier releases tell neither."""
    with op.batch_alter_table("file_entry") as table:
        table.add_column(sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("outcome", sa.String(length=40), nullable=True))
