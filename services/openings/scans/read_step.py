"""The workers' step that reads scans: some pages of one at a time, then each stretch is put to its thing in one transaction."""

from dataclasses import asdict

from sqlalchemy import select

from models.case.batch_scan import BatchScan
from models.case.incoming import Incoming
from models.ground.errors import NotFound, OutsideUnavailable
from models.ground.incoming_codes import Door, IncomingState
from models.ground.lock_or_insert import lock_or_insert
from models.ground.scan_codes import ScanReason, ScanState
from services.openings.scans.codes import MOST_TRIES, STARTS
from services.openings.scans.put_pages import put_pages
from services.openings.scans.scan_rows import rest_scan
from services.ports.scans import ScannedPage, ScannedPages, ScanRefused
from services.unit_of_work import Unit, UnitFactory, UnitOfWork

PAGES_AT_ONCE = 10


def read_scans_step(make_unit: UnitFactory) -> int:
    """How many moved on: 0 when no scan waits. A process that ends goes on with the pages that nobody has seen."""
    waiting = _find_next(make_unit())
    if waiting is None:
        return 0
    incoming_id, raw_key, first = waiting
    unit_of_work = make_unit()
    try:
        raw = unit_of_work.ports.object_store.get(raw_key)
    except NotFound:
        # Nobody keeps it any more: the next one is not kept waiting.
        _set_aside(incoming_id, ScanReason.UNREADABLE, unit_of_work)
        return 1
    try:
        _look(incoming_id, raw, first, unit_of_work)
    except OutsideUnavailable:
        # The others are not kept waiting: the next round takes one that was tried less often.
        _note_try(incoming_id, make_unit())
        raise
    return 1


def begin_reading(incoming_id: str, opening_id: str | None, unit: Unit) -> None:
    """In the caller's unit; once for what came in, however often it comes."""
    now = unit.clock.now()
    lock_or_insert(
        unit.session,
        BatchScan,
        incoming_id,
        incoming_id=incoming_id,
        opening_id=opening_id,
        state=ScanState.READING,
        total=None,
        seen=[],
        tries=0,
        began_at=now,
        state_at=now,
    )


def _find_next(unit_of_work: UnitOfWork) -> tuple[str, str, int] | None:
    """The scan that is to be read on, its bytes and its first page that nobody has seen."""
    with unit_of_work as unit:
        new = (
            select(Incoming.id)
            .outerjoin(BatchScan, BatchScan.incoming_id == Incoming.id)
            .where(
                Incoming.door == Door.FOLDER,
                Incoming.state == IncomingState.PUT_ASIDE,
                BatchScan.incoming_id.is_(None),
            )
            .order_by(Incoming.received_at)
            .limit(PAGES_AT_ONCE)
        )
        for incoming_id in unit.session.scalars(new).all():
            begin_reading(incoming_id, None, unit)
        unit.session.flush()
        reading = (
            select(BatchScan, Incoming.raw_key)
            .join(Incoming, Incoming.id == BatchScan.incoming_id)
            .where(BatchScan.state == ScanState.READING)
            .order_by(BatchScan.tries, BatchScan.began_at, BatchScan.incoming_id)
            .limit(1)
        )
        row = unit.session.execute(reading).one_or_none()
        return None if row is None else (row[0].incoming_id, row[1], len(row[0].seen) + 1)


def _look(incoming_id: str, raw: bytes, first: int, unit_of_work: UnitOfWork) -> None:
    if not raw.startswith(STARTS):
        # A picture of one page, or a mail: a person registers it as it is.
        return _set_aside(incoming_id, ScanReason.NO_SHEET, unit_of_work)
    try:
        read = unit_of_work.ports.scans.read_pages(raw, first, first + PAGES_AT_ONCE - 1)
    except ScanRefused as refused:
        return _set_aside(incoming_id, ScanReason(refused.code.lower()), unit_of_work)
    seen = _note_seen(incoming_id, first, read, unit_of_work)
    if seen is not None and len(seen) >= read.total:
        put_pages(incoming_id, raw, seen, unit_of_work)
    return None


def _note_seen(
    incoming_id: str, first: int, read: ScannedPages, unit_of_work: UnitOfWork
) -> list[ScannedPage] | None:
    """All pages seen so far; None when another process was faster."""
    with unit_of_work as unit:
        scan = unit.session.get_one(BatchScan, incoming_id, with_for_update=True, populate_existing=True)
        if scan.state is not ScanState.READING or len(scan.seen) != first - 1:
            return None
        if read.pages:
            scan.tries = 0
        scan.total, scan.seen = read.total, [*scan.seen, *(asdict(page) for page in read.pages)]
        return [ScannedPage(**{**page, "codes": tuple(page["codes"])}) for page in scan.seen]


def _set_aside(incoming_id: str, reason: ScanReason, unit_of_work: UnitOfWork) -> None:
    with unit_of_work as unit:
        incoming = unit.session.get_one(Incoming, incoming_id, with_for_update=True)
        scan = unit.session.get_one(BatchScan, incoming_id, populate_existing=True)
        if scan.state is not ScanState.READING:
            return
        scan.reason = reason
        _end(incoming, scan, unit)


def _end(incoming: Incoming, scan: BatchScan, unit: Unit) -> None:
    if incoming.state is IncomingState.PUT_ASIDE:
        rest_scan(incoming, scan, unit)
    else:
        scan.state, scan.state_at = ScanState.ASIDE, unit.clock.now()


def _note_try(incoming_id: str, unit_of_work: UnitOfWork) -> None:
    with unit_of_work as unit:
        scan = unit.session.get_one(BatchScan, incoming_id, with_for_update=True, populate_existing=True)
        scan.tries += 1
        # Pages that were all seen are nobody's fault but of what is outside: they wait, see `put_pages`.
        is_seen = scan.total is not None and len(scan.seen) >= scan.total
        is_last = scan.tries >= MOST_TRIES and not is_seen
    if is_last:
        _set_aside(incoming_id, ScanReason.TOO_LARGE, unit_of_work)
