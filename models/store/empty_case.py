"""Takes out of the rows of one case everything that somebody said or that says who he is; numbers, dates and codes stay."""

from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.ground.errors import DatabaseBusy
from models.store.append_only import updates_allowed
from models.store.case_rows import (
    GONE,
    NULLED,
    RECORD,
    REPLACED,
    SHAPES,
    is_kept_for_another,
    is_of_case,
    list_case_tables,
)
from models.store.tables import Base
from models.vault.sealed import SealedJson, SealedText

# The chain of the trail is emptied by models/store/empty_trail.py, which proves what it takes out.
_TRAIL = "trail_event"
# What is only added to, with a trigger that refuses updates: whoever writes there adds to the trail before or after it.
ADDED = ("evidence_custody", "further_investigation", "data_provision")


def empty_case(complaint_id: str, session: Session) -> None:
    """In the caller's transaction, of a case that is marked as destroyed; a second time nothing is left to do.

    The trail stays as it is, and so do rows that the case shares with one that is not destroyed. What stands in tables that
    are only added to is emptied by `empty_added`.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete=ON"))  # what is overwritten here is zeroes in the file
    session.flush()
    for name in GONE:
        table = Base.metadata.tables[name]
        session.execute(delete(table).where(is_of_case(table, complaint_id)))
    for table in list_case_tables():
        if table.name not in {*GONE, *ADDED, _TRAIL} and (fresh := list_emptied(table)):
            session.execute(update(table).where(*_goes(table, fresh, complaint_id)).values(fresh))
    session.expire_all()


def empty_added(complaint_id: str, session: Session) -> None:
    """The rows of the case in tables whose trigger refuses updates; only behind `lock_chain`.

    DatabaseBusy where somebody holds such a table: he may wait for the chain while he does, so nobody waits for him here.
    """
    for name in ADDED:
        table = Base.metadata.tables[name]
        fresh = list_emptied(table)
        goes = _goes(table, fresh, complaint_id)
        if session.execute(select(exists().where(*goes))).scalar():
            _take_now(name, session)
            with updates_allowed(session, name):
                session.execute(update(table).where(*goes).values(fresh))
    session.expire_all()


def _take_now(name: str, session: Session) -> None:
    """As the change of its trigger takes it, but at once or not at all; SQLite has one writer."""
    if session.get_bind().dialect.name == "sqlite":
        return
    try:
        session.execute(text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE NOWAIT"))
    except OperationalError as busy:
        raise DatabaseBusy from busy


def _goes(table: Table, fresh: dict[str, Any], complaint_id: str) -> tuple[ColumnElement[bool], ...]:
    return is_of_case(table, complaint_id), ~is_kept_for_another(table), _says_something(table, fresh)


def list_emptied(table: Table) -> dict[str, Any]:  # Any: values of every type of column
    """What stands in the emptied columns of a row, by column."""
    fresh: dict[str, Any] = {}
    for column in table.columns:
        name = f"{table.name}.{column.name}"
        if name in RECORD:
            continue
        if isinstance(column.type, SealedText | SealedJson):
            fresh[column.name] = None if column.nullable else SHAPES.get(name, "")
        elif name in NULLED:
            fresh[column.name] = None
        elif name in REPLACED:
            fresh[column.name] = table.c.id
    return fresh


def _says_something(table: Table, fresh: dict[str, Any]) -> ColumnElement[bool]:
    """Rows with nothing in them are not written: most columns of a table are null in most rows."""
    return or_(*(table.c[name].is_not(None) for name in fresh))
