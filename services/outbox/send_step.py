"""Sends what transactions left in the outbox: at least once, per subject in order, growing back-off. One step at a time.

The engine is called between transactions, never inside one.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, not_, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from models.ground.errors import DomainError, InvalidInput, OutsideUnavailable
from models.ground.release import is_newer_release
from models.ledger.outbox import OutboxRow
from services.correlation import correlated
from services.outbox.message import LONGEST_WAIT_SECONDS, Message, NotYet, PayloadBroken, Sending
from services.outbox.registry import KINDS
from services.outbox.send_alert import SendAlert
from services.ports.engine import ProcessEngine
from services.ports.webhook import Webhook
from services.unit_of_work import UnitFactory

BATCH = 500
FIRST_WAIT_SECONDS = 0.5
# A fault of our own code that comes again this often is no passing one: a person has to look.
TRIES_BEFORE_HELD = 8
# Why a message was not sent; the monitor tells each in words.
NOT_YET = "NOT_YET"
NEWER_RELEASE = "NEWER_RELEASE"
UNKNOWN_KIND = "UNKNOWN_KIND"
BROKEN = "BROKEN"
UNEXPECTED = "UNEXPECTED"


_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row, read before the engine is called."""

    id: int
    kind: str
    payload: dict[str, object]
    subject: str
    attempts: int
    release: str | None
    correlation_id: str | None


class _NotSent(Exception):
    """Why a message was not sent now; `is_held`: it is not tried again before a person has looked at it."""

    def __init__(
        self, reason: str, *, is_held: bool = False, longest_wait: float = LONGEST_WAIT_SECONDS
    ) -> None:
        super().__init__(reason)
        self.reason, self.is_held, self.longest_wait = reason, is_held, longest_wait


def send_outbox_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """Send what is due now, one message after another; returns how many are done.

    Stops at the first sign that the engine is away. A message of a subject waits for the earlier ones of that subject;
    one that cannot be sent holds back its own subject only.
    """
    return _send_all(Sending(engine, make_unit, 0), _DUE)


def send_alerts_step(make_unit: UnitFactory, engine: ProcessEngine, webhook: Webhook) -> int:
    """The same of alerts for the receiver outside, in a step of its own: while it is away nothing else waits for it."""
    return _send_all(Sending(engine, make_unit, 0, webhook), _DUE_ALERTS)


def _send_all(sending: Sending, due: Select[OutboxRow]) -> int:
    make_unit, done = sending.make_unit, 0
    blocked: set[str] = set()
    for entry in _list_due(make_unit, due):
        if entry.subject in blocked:
            continue
        with correlated(entry.correlation_id):
            try:
                done += _tell(entry, replace(sending, attempts=entry.attempts))
            except OutsideUnavailable as error:
                _postpone(entry, _NotSent(error.code), make_unit)
                return done
            except _NotSent as fault:
                blocked.add(entry.subject)
                _postpone(entry, fault, make_unit)
    return done


def _tell(entry: _Entry, sending: Sending) -> int:
    message = _read(entry)
    note = _send(message, sending)
    return _finish(entry, message, note, sending.make_unit)


def _list_due(make_unit: UnitFactory, due: Select[OutboxRow]) -> list[_Entry]:
    with make_unit().reading() as unit:
        # Waits are those of the machine: a demo office that stands still or jumps must not change them.
        rows = unit.session.scalars(due, {"now": unit.ports.system_clock.now()})
        return [
            _Entry(
                row.id,
                row.kind,
                dict(row.payload),
                row.subject,
                row.attempts,
                row.release,
                row.correlation_id,
            )
            for row in rows
        ]


def _waits(row: type[OutboxRow]) -> ColumnElement[bool]:
    """Whether a row that is not sent is not due `now`: held for a person, or failed a moment ago."""
    return or_(row.held_at.is_not(None), and_(row.attempts > 0, row.next_try_at > bindparam("now")))


def _select_due(of_kinds: ColumnElement[bool]) -> Select[OutboxRow]:
    earlier = aliased(OutboxRow)
    is_behind = exists().where(
        earlier.subject == OutboxRow.subject,
        earlier.sent_at.is_(None),
        earlier.id < OutboxRow.id,
        _waits(earlier),
    )
    return (
        select(OutboxRow)
        .where(of_kinds, OutboxRow.sent_at.is_(None), not_(_waits(OutboxRow)), not_(is_behind))
        .order_by(OutboxRow.id)
        .limit(BATCH)
    )


# Made once: ten times a second to write the statement anew took four times as long as to ask it.
_DUE = _select_due(OutboxRow.kind != SendAlert.KIND)
_DUE_ALERTS = _select_due(OutboxRow.kind == SendAlert.KIND)


def _read(entry: _Entry) -> Message:
    """The message of a row. What a newer release wrote waits for that release, anything else for a person."""
    try:
        kind = KINDS.get(entry.kind)
        if kind is None:
            raise PayloadBroken("kind")
        return kind.read(entry.payload)
    except PayloadBroken as broken:
        if is_newer_release(entry.release):
            raise _NotSent(f"{NEWER_RELEASE}: {entry.release}") from broken
        reason = f"{BROKEN}: {broken}" if entry.kind in KINDS else UNKNOWN_KIND
        raise _NotSent(reason, is_held=True) from broken


def _send(message: Message, sending: Sending) -> str | None:
    """Send one message; a text when the engine had ended the thing meanwhile."""
    try:
        return message.send(sending)
    except (OutsideUnavailable, SQLAlchemyError):
        # What is away comes back; nothing is wrong with the message.
        raise
    except NotYet as wait:
        raise _NotSent(NOT_YET, longest_wait=message.longest_wait_seconds) from wait
    except InvalidInput as refused:
        raise _NotSent(refused.code, is_held=True) from refused
    except DomainError as error:
        raise _NotSent(error.code) from error
    except Exception as fault:
        # One message that nobody foresaw must not stop all that come after it.
        is_lasting = sending.attempts + 1 >= TRIES_BEFORE_HELD
        raise _NotSent(f"{UNEXPECTED}: {type(fault).__name__}", is_held=is_lasting) from fault


def _finish(entry: _Entry, message: Message, note: str | None, make_unit: UnitFactory) -> int:
    with make_unit() as unit:
        row = unit.session.get_one(OutboxRow, entry.id)
        row.sent_at, row.failed_reason = unit.ports.system_clock.now(), note
        message.finish(note, unit)
    _log.info("message_sent", outbox_id=entry.id, kind=entry.kind, attempt=entry.attempts)
    return 1


def _postpone(entry: _Entry, fault: _NotSent, make_unit: UnitFactory) -> None:
    if entry.attempts == 0:
        _log.info("message_waits", outbox_id=entry.id, kind=entry.kind, reason=fault.reason)
    with make_unit() as unit:
        now = unit.ports.system_clock.now()
        row = unit.session.get_one(OutboxRow, entry.id)
        wait = min(FIRST_WAIT_SECONDS * 2 ** min(entry.attempts, 20), fault.longest_wait)
        row.attempts += 1
        row.next_try_at = now + timedelta(seconds=wait)
        row.failed_reason = fault.reason
        row.held_at = now if fault.is_held else None
