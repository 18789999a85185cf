"""The application's database: how transactions are opened on SQLite and PostgreSQL. Tables are not here."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from models.ground.errors import DatabaseBusy
from models.ledger.noted_rows import note_flushed
from models.store.ask_once import READS_ONLY
from models.store.read_once import answer_once
from models.store.write_lock import Patience, WriteLock

_IS_WRITE = "jieban_is_write"
_WAITS = "jieban_waits"
POOL_SECONDS = 10.0  # for a connection of this process that others use
# Of a server that does not answer: who waits is told, and tries again.
SERVER_IS_AWAY_AFTER = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
LOCK_TIMEOUT = "8s"  # of a lock that somebody holds there; an administrator's own is left as it is
_OF_A_SERVER = {
    "pool_pre_ping": True,
    "pool_timeout": POOL_SECONDS,
    "connect_args": SERVER_IS_AWAY_AFTER,
}


class _ReadingSession(Session):
    """A session that asks each question once."""


event.listen(_ReadingSession, "do_orm_execute", answer_once)


class _WritingSession(Session):
    """A session whose changed rows of cases are noted for the trail."""


event.listen(_WritingSession, "after_flush", note_flushed)


class Database:
    """One database by its SQLAlchemy URL (`sqlite:///file` or `postgresql+psycopg://...`)."""

    def __init__(self, url: str, patience: Patience | None = None) -> None:
        """Nothing is opened yet; `patience` is that of writers on SQLite; values of statements never appear in errors or logs."""
        self.engine = create_engine(
            url, hide_parameters=True, **({} if url.startswith("sqlite") else _OF_A_SERVER)
        )
        self._write_engine = self.engine.execution_options(**{_IS_WRITE: True})
        self._write_engine_at_once = self._write_engine.execution_options(**{_WAITS: False})
        self._read_engine = self.engine.execution_options(
            # One view of the data, as SQLite gives it; who only reads never fails for it.
            **({} if self.is_sqlite else {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"})
        )
        self._write_lock: WriteLock | None = None
        if self.is_sqlite:
            patience = patience or Patience()
            self._write_lock = WriteLock(_file_of(url), patience)
            _prepare_sqlite(self.engine, _file_of(url), patience)
        else:
            _prepare_server(self.engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether writers queue at the advisory lock of the file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write_transaction(self, *, waits: bool = True) -> Iterator[Session]:
        """A session that commits at the end and rolls back on any exception.

        DatabaseBusy when it cannot begin; without `waits` as soon as somebody else writes on SQLite.
        """
        with (
            self._hold_lock(waits=waits),
            _WritingSession(
                self._write_engine if waits else self._write_engine_at_once, expire_on_commit=False
            ) as session,
            _busy_is_named(),
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session with one view of the data that refuses to write; it waits for no writer."""
        with _ReadingSession(self._read_engine, autoflush=False, info={READS_ONLY: True}) as session:
            yield session

    @contextmanager
    def connect_for_write(self) -> Iterator[Connection]:
        """A bare connection in a write transaction, for migrations."""
        with self._hold_lock(), self._write_engine.begin() as connection:
            yield connection

    @contextmanager
    def hold_advisory_lock(self, number: int) -> Iterator[None]:
        """On PostgreSQL one holder of this number at a time, without a transaction and however long; SQLite has file locks."""
        if self.is_sqlite:
            yield
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            patience = connection.execute(select(func.current_setting("lock_timeout"))).scalar_one()
            try:
                connection.execute(select(func.set_config("lock_timeout", "0", False)))
                connection.execute(select(func.pg_advisory_lock(number)))
            finally:
                # An interrupted wait must not leave the pool a connection that waits for ever.
                with suppress(DBAPIError):
                    connection.execute(select(func.set_config("lock_timeout", patience, False)))
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(number)))

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _hold_lock(self, *, waits: bool = True) -> Any:  # Any: a context manager of either kind
        return self._write_lock.hold(waits=waits) if self._write_lock else nullcontext()


@contextmanager
def _busy_is_named() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig):
            raise DatabaseBusy() from error
        raise


def _file_of(url: str) -> Path:
    name = make_url(url).database
    if not name or name == ":memory:":
        raise ValueError("the office needs a database file; an in-memory database is shared by no process")
    return Path(name)


def _prepare_server(engine: Engine) -> None:
    # Not by `options` of the connection: these are the administrator's (in the URL), and PgBouncer refuses them.
    @event.listens_for(engine, "connect")
    def bound_waiting(connection: Any, _record: object) -> None:  # Any: psycopg's connection
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, false) WHERE current_setting('lock_timeout') = '0'",
                (LOCK_TIMEOUT,),
            )
            # To compile the statement of a list takes seconds where to answer it takes less than one.
            cursor.execute(
                "SELECT set_config('jit', 'off', false) FROM pg_settings WHERE name = 'jit' AND source = 'default'"
            )
        connection.commit()


def _prepare_sqlite(engine: Engine, file: Path, patience: Patience) -> None:
    @event.listens_for(engine, "do_connect")
    def make_file_private(*_connection: object) -> None:
        # SQLite gives its log and shared-memory files the mode of the database file. An existing file is not
        # opened here: closing it would drop the POSIX locks that other connections of this process hold on it.
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))

    @event.listens_for(engine, "connect")
    def open_connection(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the begin event below speaks for itself
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # A log that a long reader let grow is cut back once it starts anew.
        connection.execute("PRAGMA journal_size_limit=16777216")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        is_write = bool(options.get(_IS_WRITE))
        seconds = patience.foreign_seconds if options.get(_WAITS, True) else 0
        # Straight to the driver: SQLAlchemy's way around these two took a fifth of the time of a short transaction.
        driver: Any = connection.connection.dbapi_connection  # Any: sqlite3's connection
        driver.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")
        driver.execute(f"PRAGMA query_only={'OFF' if is_write else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")
