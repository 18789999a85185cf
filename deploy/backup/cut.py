"""One moment of database and engine: between the two looks nothing of what was done or told can be on record."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from psycopg import errors
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from deploy.backup.sqlite_copy import seen_now
from deploy.keys_seen import PLACES
from models.ground.errors import DatabaseBusy
from models.store.database import Database

# Below the second after which PostgreSQL looks for a deadlock: in one it is ours that gives way, never the office's work.
_LOCK_MS: Final = 500
# Who clears away behind the office (autovacuum) holds these tables for minutes, and gives way only to who waits longer than
# that second.
_PATIENT_LOCK_MS: Final = 1_500
_PAUSES: Final = (0.2,) * 20 + (1.0,) * 5
# Some ten minutes; who waited behind us goes first.
_PATIENT_PAUSES: Final = (20.0,) * 28
# Where it is on record what came from the engine and what was told to it.
_TOLD: Final = ("outbox", *sorted({table for table, _key in PLACES}))


@dataclass(frozen=True, slots=True)
class Cut:
    """Both stores as they were at that moment, for as long as the cut is held. `engine` is None without one here.

    `snapshot` is PostgreSQL's name of what `database` sees, empty on SQLite.
    """

    database: Connection
    engine: sqlite3.Connection | None
    snapshot: str

    @property
    def sqlite(self) -> sqlite3.Connection:
        """The driver's own connection behind `database`; LookupError on PostgreSQL."""
        found = self.database.connection.dbapi_connection
        if not isinstance(found, sqlite3.Connection):
            raise LookupError("the database is no SQLite file")
        return found


@contextmanager
def cut(database: Database, engine_store: Path | None) -> Iterator[Cut]:
    """While nobody commits what a job did or what was told, the engine's state is looked at first, the database's next.

    So each effect that the engine counts as done is in the database, and each message that the database counts as told is
    in the engine. What the engine did in between is done again and meets its stored result (ADR 0049, 0071).
    DatabaseBusy where somebody holds the tables for ten minutes.
    """
    with ExitStack() as held:
        with _nothing_is_told(database):
            engine = held.enter_context(seen_now(engine_store)) if engine_store else None
            connection = held.enter_context(database.engine.connect())
            if database.is_sqlite:
                connection.execute(text("SELECT count(*) FROM sqlite_master"))
                snapshot = ""
            else:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
                snapshot = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        yield Cut(connection, engine, snapshot)


@contextmanager
def _nothing_is_told(database: Database) -> Iterator[None]:
    if database.is_sqlite:
        with database.write_transaction():
            yield
        return
    with database.engine.connect() as connection:
        _lock(connection)
        try:
            yield
        finally:
            connection.rollback()


def _lock(connection: Connection) -> None:
    tries = [(_LOCK_MS, pause) for pause in _PAUSES] + [
        (_PATIENT_LOCK_MS, pause) for pause in _PATIENT_PAUSES
    ]
    for milliseconds, pause in tries:
        try:
            connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
            connection.execute(text(f"LOCK TABLE {', '.join(_TOLD)} IN SHARE MODE"))
        except OperationalError as error:
            connection.rollback()
            if not isinstance(error.orig, errors.LockNotAvailable | errors.DeadlockDetected):
                raise
            time.sleep(pause)
        else:
            return
    raise DatabaseBusy()
