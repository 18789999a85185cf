"""The one writer of looks of a web process: what several pages wait for is committed together, before they leave."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from models.ground.errors import DomainError, OutsideUnavailable
from models.ledger.look_record import NewLook, append_looks
from services.unit_of_work import UnitFactory

# A person waits for the page: who cannot be recorded by then is told so, and asks again.
PATIENCE_SECONDS = 4.0
# Threads of the pages that may wait for a writer that is held up; the others are told soon, so that
# a thread is left for who looks at no case.
_PLACES, _PLACE_SECONDS = 3, 0.7
# Of this minute; more than any crowd of an office looks at.
_MOST_KNOWN = 20_000
# As many as one transaction takes; others write between two of them.
AT_ONCE = 1_000
_log = structlog.get_logger(__name__)


class LookNotRecorded(OutsideUnavailable):
    """A look could not be put on record, so nothing is shown; nothing is lost, try again."""

    code = "LOOK_NOT_RECORDED"


@dataclass(slots=True, eq=False)
class _Waiting:
    look: NewLook
    is_done: bool = False
    has_failed: bool = False


@dataclass(slots=True)
class LookBook:
    """Of one process. Whoever finds no writer at work writes for all who wait; the others wait for him."""

    make_unit: UnitFactory
    patience: float = PATIENCE_SECONDS
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False)
    _places: threading.Semaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(_PLACES), init=False
    )
    _guard: threading.Lock = field(default_factory=threading.Lock, init=False)
    _waiting: list[_Waiting] = field(default_factory=list, init=False)
    _minute: datetime | None = field(default=None, init=False)
    _known: set[tuple[str, str, str]] = field(default_factory=set, init=False)

    def has(self, look: NewLook, at: datetime) -> bool:
        """Whether this process has recorded it in this minute of the office already."""
        with self._guard:
            return self._is_known(look, at)

    def record(self, look: NewLook, at: datetime) -> None:
        """On record when it returns, once a minute at most; LookNotRecorded when it could not be in time.

        `at` is the office's moment, by which this process knows what it has recorded already.
        """
        if self.has(look, at):
            return
        if not self._places.acquire(timeout=_PLACE_SECONDS):
            raise LookNotRecorded
        try:
            self._wait_and_write(_Waiting(look))
        finally:
            self._places.release()

    def record_all(self, looks: Sequence[NewLook]) -> None:
        """Of many things at once, as the cases of a table: in parts, between which others write; as `record` otherwise."""
        for start in range(0, len(looks), AT_ONCE):
            if not self._turn.acquire(timeout=self.patience):
                raise LookNotRecorded
            try:
                self._commit(looks[start : start + AT_ONCE])
            except (DomainError, SQLAlchemyError, OSError) as fault:
                _log.warning("looks_not_recorded", count=len(looks), error_type=type(fault).__name__)
                raise LookNotRecorded from fault
            finally:
                self._turn.release()

    def _wait_and_write(self, mine: _Waiting) -> None:
        with self._guard:
            self._waiting.append(mine)
        if not self._turn.acquire(timeout=self.patience):
            with self._guard:
                if mine in self._waiting:
                    self._waiting.remove(mine)
            raise LookNotRecorded
        try:
            if not (mine.is_done or mine.has_failed):
                self._write_all()
        finally:
            self._turn.release()
        if not mine.is_done:
            raise LookNotRecorded

    def _is_known(self, look: NewLook, at: datetime) -> bool:
        minute = at.replace(second=0, microsecond=0)
        if minute != self._minute or len(self._known) > _MOST_KNOWN:
            self._minute = minute
            self._known.clear()
        return _key(look) in self._known

    def _write_all(self) -> None:
        with self._guard:
            batch, self._waiting = self._waiting, []
        try:
            at = self._commit([one.look for one in batch])
        except (DomainError, SQLAlchemyError, OSError) as fault:
            _log.warning("looks_not_recorded", count=len(batch), error_type=type(fault).__name__)
            return
        finally:
            for one in batch:
                one.has_failed = True
        with self._guard:
            for one in batch:
                one.is_done = True
                if not self._is_known(one.look, at):
                    self._known.add(_key(one.look))

    def _commit(self, looks: Sequence[NewLook]) -> datetime:
        with self.make_unit() as unit:
            at = unit.clock.now()
            append_looks(looks, at, unit.session)
        return at


def _key(look: NewLook) -> tuple[str, str, str]:
    return look.viewer, look.kind.value, look.thing
