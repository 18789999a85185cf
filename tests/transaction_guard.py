"""Fails a test in which a write transaction is open while a connection, an engine call or a stored file is.

The rule is engineering's: whoever waits for the outside inside a transaction makes every other writer wait too. And a
session that reads takes no lock: SQLite knows none and lets it pass, PostgreSQL refuses it, so a page would fail there alone.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from socket import socket

import pytest
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from adapters.camunda_grpc import ZeebeMessages
from adapters.camunda_http import CamundaHttp
from adapters.sealed_files import SealedObjectStore
from adapters.virus_scan import ClamdScanner
from models.store.database import Database

# The doors to the outside by class; everything else that leaves the machine opens a socket.
DOORS: dict[type, tuple[str, ...]] = {
    CamundaHttp: ("get", "get_content", "post", "put", "patch", "delete", "upload"),
    ZeebeMessages: ("publish",),
    SealedObjectStore: ("put", "get", "open"),
    ClamdScanner: ("find_threat",),
}

LOCK_WHILE_READING = "a row locked by a session that reads"


class TransactionGuard:
    """Knows for each thread whether a write transaction is open in it, and what was touched meanwhile."""

    def __init__(self) -> None:
        self._thread = threading.local()
        self.faults: list[str] = []

    @property
    def is_inside(self) -> bool:
        """Whether this thread holds a write transaction."""
        return bool(getattr(self._thread, "depth", 0))

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Watch transactions and doors until the monkeypatch is undone."""
        monkeypatch.setattr(Database, "write_transaction", self._counted(Database.write_transaction))
        monkeypatch.setattr(Database, "read", self._unlocking(Database.read))
        for door, methods in DOORS.items():
            for name in methods:
                monkeypatch.setattr(door, name, self._guarded(door, name))
        # An audit hook would hear it too, and would hear every `id()` of SQLAlchemy in all tests that follow.
        for name in ("connect", "connect_ex"):
            monkeypatch.setattr(socket, name, self._connecting(name))

    def note(self, what: str) -> None:
        """Remember a touch of the outside, if it happens inside a write transaction."""
        if self.is_inside:
            self.faults.append(what)

    def _counted(
        self, unchanged: Callable[..., AbstractContextManager[Session]]
    ) -> Callable[..., AbstractContextManager[Session]]:
        @contextmanager
        def write_transaction(database: Database, *, waits: bool = True) -> Iterator[Session]:
            with unchanged(database, waits=waits) as session:
                self._thread.depth = getattr(self._thread, "depth", 0) + 1
                try:
                    yield session
                finally:
                    self._thread.depth -= 1

        return write_transaction

    def _unlocking(
        self, unchanged: Callable[[Database], AbstractContextManager[Session]]
    ) -> Callable[[Database], AbstractContextManager[Session]]:
        def hear(state: ORMExecuteState) -> None:
            if getattr(state.statement, "_for_update_arg", None) is not None:
                self.faults.append(LOCK_WHILE_READING)

        @contextmanager
        def read(database: Database) -> Iterator[Session]:
            with unchanged(database) as session:
                event.listen(session, "do_orm_execute", hear)
                yield session

        return read

    def _connecting(self, name: str) -> Callable[[socket, object], object]:
        unchanged = getattr(socket, name)

        @functools.wraps(unchanged)
        def connecting(one: socket, address: object) -> object:
            self.note(f"a connection to {address}")
            return unchanged(one, address)

        return connecting

    def _guarded(self, door: type, name: str) -> Callable[..., object]:
        unchanged = getattr(door, name)

        @functools.wraps(unchanged)
        def guarded(*arguments: object, **named: object) -> object:
            self.note(f"{door.__name__}.{name}")
            return unchanged(*arguments, **named)

        return guarded


@pytest.fixture
def transaction_guard(monkeypatch: pytest.MonkeyPatch) -> Iterator[TransactionGuard]:
    """Fails the test at its end when something outside was touched inside a write transaction, or a reader took a lock."""
    guard = TransactionGuard()
    guard.watch(monkeypatch)
    yield guard
    assert guard.faults == [], "against the rules of transactions: " + ", ".join(guard.faults)
