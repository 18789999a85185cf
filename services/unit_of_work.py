"""One use case, one unit of work, one commit. What is done in it belongs to the use cases."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import ClassVar, Protocol, TypeVar

from sqlalchemy.orm import Session

from models.ledger.outbox import NewMessage, add_message
from models.ledger.trail_event import NewTrailEvent, append_event, list_departed
from services.actor import SYSTEM, Actor
from services.correlation import current_correlation
from services.ports.outside import Clock, Ports

T = TypeVar("T")
# An entry that says nothing but what it vouches for.
ROWS_CHANGED = "rows.changed"


class SessionSource(Protocol):
    """Where transactions come from; models.store.database.Database is the one of the product."""

    def write_transaction(self, *, waits: bool = True) -> AbstractContextManager[Session]:
        """A write transaction that commits at exit without exception; DatabaseBusy at once without `waits`."""

    def read(self) -> AbstractContextManager[Session]:
        """A read-only session that takes no lock."""


class Outgoing(Protocol):
    """A message as the outbox keeps it; the kinds are in services/outbox."""

    KIND: ClassVar[str]

    @property
    def complaint_id(self) -> str | None:
        """The case it belongs to."""

    @property
    def subject(self) -> str:
        """What it is in order with."""

    def payload(self) -> dict[str, object]:
        """Its fields as JSON."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """Adds what must be told to the outside after the commit."""

    session: Session
    clock: Clock

    def add(self, message: Outgoing, dedupe_key: str) -> None:
        """Add a message once: a second one with the same dedupe key is the same message."""
        add_message(
            self.session,
            NewMessage(
                kind=message.KIND,
                payload=message.payload(),
                subject=message.subject,
                complaint_id=message.complaint_id,
                dedupe_key=dedupe_key,
                created_at=self.clock.now(),
                correlation_id=current_correlation(),
            ),
        )


@dataclass(frozen=True, slots=True)
class Trail:
    """Adds events to the case's chained trail."""

    session: Session
    clock: Clock

    def add(self, complaint_id: str | None, kind: str, payload: Mapping[str, object], actor: Actor) -> None:
        """Append one event at the present moment; the payload holds ids, enums, numbers and dates only."""
        append_event(
            self.session, NewTrailEvent(complaint_id, self.clock.now(), actor.name, kind, dict(payload))
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """An open transaction with everything a use case may touch in it."""

    session: Session
    ports: Ports

    @property
    def clock(self) -> Clock:
        """The office's clock."""
        return self.ports.clock

    @property
    def outbox(self) -> Outbox:
        """Messages that leave after the commit."""
        return Outbox(self.session, self.ports.clock)

    @property
    def trail(self) -> Trail:
        """The chained history."""
        return Trail(self.session, self.ports.clock)


class _OnlyLookedAt(Exception):
    """Undoes a unit that was only looked at."""


class UnitOfWork:
    """Opens units on one database with one set of ports. Make a new one for each call; it is cheap."""

    def __init__(self, database: SessionSource, ports: Ports) -> None:
        self._database = database
        self.ports = ports
        self._open: AbstractContextManager[Unit] | None = None

    def __enter__(self) -> Unit:
        """Begin a write transaction; DatabaseBusy when its lock cannot be had."""
        if self._open is not None:
            raise RuntimeError("a unit of work is not re-entrant")
        self._open = self._transaction(waits=True)
        try:
            return self._open.__enter__()
        except BaseException:
            self._open = None
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.__exit__(kind, error, trace)

    @contextmanager
    def at_once(self) -> Iterator[Unit]:
        """A unit for what may be left out: DatabaseBusy at once where others write on SQLite."""
        with self._transaction(waits=False) as unit:
            yield unit

    @contextmanager
    def _transaction(self, *, waits: bool) -> Iterator[Unit]:
        with self._database.write_transaction(waits=waits) as session:
            unit = Unit(session, self.ports)
            yield unit
            _vouch_for_rest(unit)

    def look(self, do: Callable[[Unit], T]) -> T:
        """What `do` gives in a unit of its own, with its refusals; nothing that it did is kept, and nobody is told."""
        found: list[T] = []
        try:
            with self as unit:
                found.append(do(unit))
                raise _OnlyLookedAt
        except _OnlyLookedAt:
            return found[0]

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """A unit for reading only; it takes no lock and commits nothing."""
        with self._database.read() as session:
            yield Unit(session, self.ports)


def _vouch_for_rest(unit: Unit) -> None:
    """An entry of its own for each case that changed after its last entry and of which the trail says what it was."""
    unit.session.flush()
    for complaint_id in list_departed(unit.session):
        unit.trail.add(complaint_id, ROWS_CHANGED, {}, SYSTEM)


UnitFactory = Callable[[], UnitOfWork]
