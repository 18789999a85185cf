"""The row of a counter, whose first one two processes may want at the same moment."""

from typing import TypeVar

from sqlalchemy import literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.ground.base import Base

Row = TypeVar("Row", bound=Base)


def lock_or_insert(session: Session, table: type[Row], key: object, **first: object) -> Row:
    """The row of this primary key, locked; inserted as `first` (key and all) when there is none.

    Waits for whoever is inserting it just now.
    """
    row = session.get(table, key, with_for_update=True)
    if row is not None:
        return row
    insert_if_none(session, table, **first)
    return session.get_one(table, key, with_for_update=True)


def insert_if_none(session: Session, table: type[Base], **first: object) -> bool:
    """Whether the row was inserted; False where there is one of the same key. Waits for whoever is inserting it just now."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgres else sqlite.insert
    # The number of rows is not told of such a statement by every driver; what it gives back is.
    done = session.execute(insert(table).values(**first).on_conflict_do_nothing().returning(literal(1)))
    return done.first() is not None
