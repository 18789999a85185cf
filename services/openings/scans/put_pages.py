"""Each stretch of a scan that was read to its end goes to its thing, or waits with its reason; all of it in one transaction."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from models.case.batch_scan import BatchScan, ScanPages
from models.case.incoming import Incoming
from models.case.opening import Opening
from models.ground.errors import OutsideUnavailable
from models.ground.incoming_codes import IncomingState
from models.ground.scan_codes import PagesReason, ScanReason, ScanState
from services.actor import SYSTEM
from services.evidence.incoming_file import StoredFile
from services.filing.filing_draft import delete_files
from services.openings.scans.codes import MOST_TRIES, PATIENCE
from services.openings.scans.judge_pages import Judged, judge_pages
from services.openings.scans.plan_pages import Stretch, plan_pages
from services.openings.scans.scan_rows import rest_scan, row_of_file, store_cut
from services.ports.scans import ScannedPage, ScanRefused
from services.unit_of_work import Unit, UnitOfWork


def put_pages(incoming_id: str, raw: bytes, pages: Sequence[ScannedPage], unit_of_work: UnitOfWork) -> None:
    """Once; what a person has done with the scan meanwhile stays. OutsideUnavailable while there is patience with it."""
    stretches = plan_pages(pages)
    with unit_of_work.reading() as unit:
        is_patient = not _waited_long(incoming_id, unit)
        sure = [one.stretch for one in judge_pages(stretches, unit) if one.reason is None]
    files: dict[int, StoredFile | None] = {}
    try:
        for one in sure:
            files[one.first] = _cut(raw, one, unit_of_work, is_patient)
    except OutsideUnavailable:
        delete_files(tuple(file for file in files.values() if file is not None), unit_of_work)
        raise
    used = _enter(incoming_id, stretches, files, unit_of_work)
    left = tuple(file for first, file in files.items() if file is not None and first not in used)
    delete_files(left, unit_of_work)


def _enter(
    incoming_id: str,
    stretches: Sequence[Stretch],
    files: Mapping[int, StoredFile | None],
    unit_of_work: UnitOfWork,
) -> set[int]:
    """The first pages of the stretches whose files are needed."""
    used: set[int] = set()
    with unit_of_work as unit:
        incoming = unit.session.get_one(Incoming, incoming_id, with_for_update=True, populate_existing=True)
        scan = unit.session.get_one(BatchScan, incoming_id, with_for_update=True, populate_existing=True)
        if scan.state is ScanState.READING:
            if incoming.state is IncomingState.PUT_ASIDE:
                used = _put(scan, stretches, files, unit)
                rest_scan(incoming, scan, unit)
            else:
                scan.state, scan.reason = ScanState.ASIDE, ScanReason.NO_SHEET
                scan.state_at = unit.clock.now()
    return used


def _put(
    scan: BatchScan, stretches: Sequence[Stretch], files: Mapping[int, StoredFile | None], unit: Unit
) -> set[int]:
    signs = sorted({one.cover.sign for one in stretches if one.cover is not None})
    # Whoever registers or places pages waits, in one order.
    locked = select(Opening.id).where(Opening.sign.in_(signs)).order_by(Opening.id).with_for_update()
    unit.session.execute(locked)
    used = set()
    for one in judge_pages(stretches, unit):
        file = files.get(one.stretch.first)
        reason = one.reason or (PagesReason.NOT_TAKEN if file is None else None)
        if reason is None:
            used.add(one.stretch.first)
        unit.session.add(_row(scan.incoming_id, one, reason, file))
        place = {} if one.place is None else one.place._asdict()
        told = {
            **place,
            "incoming_id": scan.incoming_id,
            "first": one.stretch.first,
            "last": one.stretch.last,
        }
        if reason is None:
            unit.trail.add(None, "opening.scan_put", told, SYSTEM)
    return used


def _row(incoming_id: str, one: Judged, reason: PagesReason | None, file: StoredFile | None) -> ScanPages:
    return ScanPages(
        incoming_id=incoming_id,
        first=one.stretch.first,
        last=one.stretch.last,
        opening_id=None if one.place is None else one.place.opening_id,
        no=None if one.place is None else one.place.no,
        reason=reason,
        file=row_of_file(file) if reason is None else None,
    )


def _waited_long(incoming_id: str, unit: Unit) -> bool:
    scan = unit.session.get_one(BatchScan, incoming_id)
    return scan.tries >= MOST_TRIES and unit.clock.now() - scan.began_at > PATIENCE


def _cut(raw: bytes, stretch: Stretch, unit_of_work: UnitOfWork, is_patient: bool) -> StoredFile | None:
    """None for what could not be taken. A sure stretch has its cover."""
    if stretch.cover is None:
        return None
    try:
        content = unit_of_work.ports.scans.cut(raw, stretch.first, stretch.last)
        return store_cut(content, stretch.cover, unit_of_work.ports)
    except ScanRefused:
        return None
    except OutsideUnavailable:
        if is_patient:
            raise
        return None
