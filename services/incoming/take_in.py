"""Takes in a message by a door: its bytes are kept first, then read, and what becomes of it is decided in one transaction.

The same bytes, or the same message of the source in other bytes, are the first one; a file that somebody drops again after it
was erased waits for a person anew. A process that ends in between leaves a
row that has arrived; the next who brings the message, or `take_up_step`, goes on with it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.case.incoming import Incoming
from models.ground.away import AWAY
from models.ground.base import ID_LENGTH
from models.ground.errors import InvalidInput
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from models.ground.lock_or_insert import lock_or_insert
from services.evidence.take_files import take_files
from services.filing.filing_draft import delete_files
from services.incoming.become import become
from services.incoming.reading import Arrived, CannotRead, Read, Reading
from services.unit_of_work import Unit, UnitFactory, UnitOfWork

# More than any mail that a server of an office takes; what is larger is told of by its beginning alone.
MAX_RAW_BYTES = 40 * 1024 * 1024
TAKEN_UP_AT_ONCE = 20
# A message that somebody takes in this minute is his.
LEFT_AFTER = timedelta(minutes=5)

# Nothing of the message: the next round finds it as it is. The last: another process was faster.
_COMES_AGAIN = (*AWAY, IntegrityError)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """`raw` as it came, whole unless `is_cut`: then it is the beginning of a message that is too large.

    `sha256`, in hex, is that of the whole where the door knows it, and empty where it is that of `raw`.
    """

    raw: bytes
    received_at: datetime
    is_cut: bool = False
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of it, and the case it went into or names."""

    incoming_id: str
    state: IncomingState
    reason: IncomingReason | None
    complaint_id: str | None


def take_in(door: Door, arrival: Arrival, read: Read, unit_of_work: UnitOfWork) -> TakenIn:
    """Keep it and say what became of it; InvalidInput for a moment to come, for no bytes and for more than MAX_RAW_BYTES."""
    _check(arrival, unit_of_work)
    kept = _keep(door, arrival, unit_of_work)
    if kept.state is not IncomingState.ARRIVED:
        return kept
    return _go_on(kept.incoming_id, arrival.raw, read, unit_of_work)


def take_up_step(door: Door, read: Read, make_unit: UnitFactory) -> int:
    """Go on with messages of this door that were kept and never read; how many moved on.

    One at which we fail keeps none of the others; its fault is raised at the end.
    """
    with make_unit().reading() as unit:
        until = unit.ports.system_clock.now() - LEFT_AFTER
        left = select(Incoming.id, Incoming.raw_key).where(
            Incoming.door == door, Incoming.state == IncomingState.ARRIVED, Incoming.arrived_at < until
        )
        found = unit.session.execute(left.order_by(Incoming.arrived_at).limit(TAKEN_UP_AT_ONCE)).all()
    faults: list[Exception] = []
    for incoming_id, raw_key in found:
        unit_of_work = make_unit()
        try:
            raw = unit_of_work.ports.object_store.get(raw_key)
            _go_on(incoming_id, raw, read, unit_of_work)
        except AWAY:
            raise
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return len(found)


def _check(arrival: Arrival, unit_of_work: UnitOfWork) -> None:
    if not arrival.raw:
        raise InvalidInput({"message": "REQUIRED"})
    if len(arrival.raw) > MAX_RAW_BYTES:
        raise InvalidInput({"message": "TOO_LARGE"})
    if arrival.received_at > unit_of_work.ports.clock.now():
        raise InvalidInput({"received_at": "IN_THE_FUTURE"})


def _keep(door: Door, arrival: Arrival, unit_of_work: UnitOfWork) -> TakenIn:
    """The row of these bytes, made now or before."""
    sha256 = arrival.sha256 or hashlib.sha256(arrival.raw).hexdigest()
    incoming_id = hashlib.sha256(f"{door.value}\n{sha256}".encode()).hexdigest()[:ID_LENGTH]
    with unit_of_work.reading() as unit:
        row = unit.session.get(Incoming, incoming_id)
        if row is not None and not _is_back(row):
            return _tell(row)
    stored = unit_of_work.ports.object_store.put(arrival.raw)
    with unit_of_work as unit:
        row = lock_or_insert(
            unit.session,
            Incoming,
            incoming_id,
            id=incoming_id,
            door=door,
            received_at=arrival.received_at,
            arrived_at=unit.ports.system_clock.now(),
            raw_key=stored.key,
            raw_sha256=sha256,
            raw_size=len(arrival.raw),
            state=IncomingState.ARRIVED,
            reason=IncomingReason.TOO_LARGE if arrival.is_cut else None,
            state_at=unit.clock.now(),
        )
        if _is_back(row):
            _take_back(row, arrival, stored.key, unit)
        kept, is_ours = _tell(row), row.raw_key == stored.key
    if not is_ours:
        unit_of_work.ports.object_store.delete(stored.key)
    return kept


def _is_back(row: Incoming) -> bool:
    """Whether somebody dropped what the office has erased; what a door brings by itself again stays what it was."""
    return row.door is Door.FOLDER and row.erased_at is not None and row.state is not IncomingState.SPLIT


def _take_back(row: Incoming, arrival: Arrival, raw_key: str, unit: Unit) -> None:
    row.raw_key, row.received_at, row.arrived_at = raw_key, arrival.received_at, unit.ports.system_clock.now()
    row.state, row.state_at, row.erased_at = IncomingState.ARRIVED, unit.clock.now(), None
    row.settled_by, row.settled_note = None, None
    row.reason = IncomingReason.TOO_LARGE if arrival.is_cut else IncomingReason.AFTER_ERASURE


def _go_on(incoming_id: str, raw: bytes, read: Read, unit_of_work: UnitOfWork) -> TakenIn:
    """What nobody foresaw in one message puts it before a person; it keeps no other waiting and is never tried for ever."""
    reading = _read(raw, read)
    try:
        taken = _become(incoming_id, reading, unit_of_work)
    except _COMES_AGAIN:
        raise
    except Exception:
        if reading is None:
            raise
        _log.exception("incoming_not_entered", incoming_id=incoming_id)
        taken = _become(incoming_id, None, unit_of_work)
    _log.info("taken_in", incoming_id=incoming_id, state=taken.state.value)
    return taken


def _become(incoming_id: str, reading: Reading | None, unit_of_work: UnitOfWork) -> TakenIn:
    """As one that nobody could read where `reading` is None. Its files stay only where its row names them."""
    stored, refused = take_files(() if reading is None else reading.files, unit_of_work.ports)
    is_ours = False
    try:
        with unit_of_work as unit:
            row = unit.session.get_one(Incoming, incoming_id, with_for_update=True)
            if row.state is IncomingState.ARRIVED:
                text = "" if reading is None else reading.text
                become(row, Arrived(text, reading, tuple(stored), tuple(refused), row.door.way), unit)
                is_ours = True
            taken = _tell(row)
    except Exception:
        delete_files(tuple(stored), unit_of_work)
        raise
    if not is_ours:
        delete_files(tuple(stored), unit_of_work)
    return taken


def _read(raw: bytes, read: Read) -> Reading | None:
    try:
        return read(raw)
    except CannotRead:
        return None
    except Exception:
        # Whatever somebody sends us, and however wrong we read it, it is kept and a person looks at it.
        _log.exception("incoming_not_read")
        return None


def _tell(row: Incoming) -> TakenIn:
    return TakenIn(row.id, row.state, row.reason, row.complaint_id)
