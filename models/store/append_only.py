"""The one way past the triggers of an append-only table: for one transaction, for values sealed anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

# Names of triggers as models/store/migrations/append_only.py makes them; names of tables come from the metadata only.
_SUFFIX = "_refuses_update"
_SQLITE_TRIGGER = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name AND lower(name) = :trigger"
)
_POSTGRESQL_TRIGGER = text("SELECT tgname FROM pg_trigger WHERE tgname = :trigger")


@contextmanager
def updates_allowed(session: Session, table: str) -> Iterator[None]:
    """Let this transaction update `table`; nobody else ever sees it without its trigger, a rollback restores it.

    Nothing is done for a table that allows updates.
    """
    if session.get_bind().dialect.name == "sqlite":
        yield from _without_sqlite_trigger(session, table)
    else:
        yield from _without_postgresql_trigger(session, table)


def _without_sqlite_trigger(session: Session, table: str) -> Iterator[None]:
    found = session.execute(_SQLITE_TRIGGER, {"name": table, "trigger": table + _SUFFIX}).one_or_none()
    if found is not None:
        session.execute(text(f"DROP TRIGGER {found.name}"))
    yield
    if found is not None:
        session.execute(text(found.sql))


def _without_postgresql_trigger(session: Session, table: str) -> Iterator[None]:
    trigger = session.scalar(_POSTGRESQL_TRIGGER, {"trigger": table + _SUFFIX})
    if trigger is not None:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"))
    yield
    if trigger is not None:
        session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"))
