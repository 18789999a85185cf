"""The one way past the triggers of an append-only table: for one transaction: values sealed anew, what goes by its term."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

# Names of triggers as models/store/migrations/append_only.py makes them; names of tables come from the metadata only.
_SQLITE_TRIGGER = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name AND lower(name) = :trigger"
)
_POSTGRESQL_TRIGGER = text("SELECT tgname FROM pg_trigger WHERE tgname = :trigger")


@contextmanager
def updates_allowed(session: Session, table: str) -> Iterator[None]:
    """Let this transaction update `table`; nobody else ever sees it without its trigger, a rollback restores it.

    Nothing is done for a table that allows updates.
    """
    yield from _without_trigger(session, table, "update")


@contextmanager
def deletes_allowed(session: Session, table: str) -> Iterator[None]:
    """Let this transaction delete from `table`, in the same way."""
    yield from _without_trigger(session, table, "delete")


def _without_trigger(session: Session, table: str, verb: Literal["update", "delete"]) -> Iterator[None]:
    trigger = f"{table}_refuses_{verb}"
    if session.get_bind().dialect.name == "sqlite":
        yield from _without_sqlite_trigger(session, table, trigger)
    else:
        yield from _without_postgresql_trigger(session, table, trigger)


def _without_sqlite_trigger(session: Session, table: str, name: str) -> Iterator[None]:
    found = session.execute(_SQLITE_TRIGGER, {"name": table, "trigger": name}).one_or_none()
    if found is not None:
        session.execute(text(f"DROP TRIGGER {found.name}"))
    yield
    if found is not None:
        session.execute(text(found.sql))


def _without_postgresql_trigger(session: Session, table: str, name: str) -> Iterator[None]:
    trigger = session.scalar(_POSTGRESQL_TRIGGER, {"trigger": name})
    if trigger is not None:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"))
    yield
    if trigger is not None:
        session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"))
