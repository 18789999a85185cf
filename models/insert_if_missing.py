"""The first row of a counter, which two processes may want at the same moment."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base


def insert_if_missing(session: Session, table: type[Base], **values: object) -> None:
    """Insert a row unless its key is there; waits for whoever is inserting it just now. The caller then locks the row."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgres else sqlite.insert
    session.execute(insert(table).values(**values).on_conflict_do_nothing())
