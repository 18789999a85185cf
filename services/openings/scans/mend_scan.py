"""A person puts pages of a scan to a thing, takes them off again, or says that the rest belongs to nothing."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.batch_scan import BatchScan, ScanPages
from models.case.opening import Found, Opening
from models.ground.errors import Conflict, InvalidInput
from models.ground.incoming_codes import IncomingState
from models.ground.opening_codes import FoundState, OpeningState
from models.ground.scan_codes import PagesReason, ScanState
from services.actor import Actor
from services.evidence.incoming_file import StoredFile
from services.filing.filing_draft import delete_files
from services.incoming.kept_message import Outcome, settle
from services.openings.number_found import Cover, read_cover
from services.openings.scans.codes import REFUSALS, SCAN_MOVED_ON
from services.openings.scans.scan_rows import (
    file_of,
    get_scan,
    list_pages,
    require_mendable,
    rest_scan,
    row_of_file,
    store_cut,
)
from services.ports.scans import ScanRefused
from services.unit_of_work import Unit, UnitOfWork

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class PlacePages:
    """`first` and `last` from 1, None for what could not be read; `sheet` as the bars of a cover sheet say it."""

    incoming_id: str
    first: int | None
    last: int | None
    sheet: str


def place_pages(command: PlacePages, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """A repeat changes nothing. InvalidInput by field: pages that the scan has not or that lie at a thing already
    (PAGES_TAKEN), a sheet of none that waits; on `pages` for what cannot be cut. Conflict as `require_mendable`."""
    cover = read_cover(command.sheet)
    with unit_of_work.reading() as unit:
        incoming, scan = get_scan(command.incoming_id, unit, actor, locks=False)
        require_mendable(incoming, scan)
        first, last = _check_pages(command, scan)
        raw_key = incoming.raw_key
        if cover is None or _find_thing(cover, unit) is None:
            raise InvalidInput({"sheet": "NOT_AN_OPTION" if command.sheet else "REQUIRED"})
    ports = unit_of_work.ports
    try:
        content = ports.scans.cut(ports.object_store.get(raw_key), first, last)
    except ScanRefused as refused:
        raise InvalidInput({"first": REFUSALS[refused.code]}) from refused
    file = store_cut(content, cover, ports)
    if file is None:
        raise InvalidInput({"first": "SCAN_NOT_TAKEN"})
    is_used = False
    try:
        with unit_of_work as unit:
            is_used = _place(command, file, unit, actor)
    finally:
        if not is_used:
            delete_files((file,), unit_of_work)


def take_off(incoming_id: str, first: int | None, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """These pages, or with None all of the scan that are in no case, wait for a person again; a repeat changes nothing.

    Conflict for pages that went into a case with their thing.
    """
    gone: list[StoredFile] = []
    with unit_of_work as unit:
        incoming, scan = get_scan(incoming_id, unit, actor)
        require_mendable(incoming, scan)
        _wait_for_registering(incoming_id, unit)
        for pages in list_pages(incoming_id, unit):
            if pages.reason is not None or first not in (None, pages.first):
                continue
            if pages.complaint_id is not None:
                if first is not None:
                    raise Conflict(code=SCAN_MOVED_ON)
                continue
            if (file := file_of(pages)) is not None:
                gone.append(file)
            _tell("opening.scan_taken_off", pages, unit, actor)
            pages.file, pages.reason, pages.placed_by = None, PagesReason.TAKEN_OFF, actor.staff_id
        rest_scan(incoming, scan, unit, actor)
    delete_files(tuple(gone), unit_of_work)


def finish_scan(incoming_id: str, note: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """What is at no thing belongs to none, for the reason of `note`; it stays with what came in. InvalidInput on `note`."""
    told = note.strip()
    if not 1 <= len(told) <= LONGEST_NOTE or "\x00" in told:
        raise InvalidInput({"note": "TOO_LONG" if told else "REQUIRED"})
    with unit_of_work as unit:
        incoming, scan = get_scan(incoming_id, unit, actor)
        require_mendable(incoming, scan)
        if not any(one.reason is None for one in list_pages(incoming_id, unit)):
            raise Conflict(code=SCAN_MOVED_ON)
        scan.state, scan.state_at, scan.reason = ScanState.SPLIT, unit.clock.now(), None
        settle(incoming, Outcome(IncomingState.SPLIT, note=told), unit, actor)


def _wait_for_registering(incoming_id: str, unit: Unit) -> None:
    """Whoever registers a thing of the scan is done, or waits: what he took along is read afterwards and stays his."""
    of_scan = select(ScanPages.opening_id).where(ScanPages.incoming_id == incoming_id)
    openings = select(Opening.id).where(Opening.id.in_(of_scan)).order_by(Opening.id)
    unit.session.execute(openings.with_for_update())


def _find_thing(cover: Cover, unit: Unit, *, locks: bool = False) -> Found | None:
    """None for an unknown sheet, and for a thing that waits no more or not yet; `locks`: its opening, as whoever changes it."""
    query = select(Opening).where(Opening.sign == cover.sign)
    opening = unit.session.scalars(query.with_for_update() if locks else query).one_or_none()
    if opening is None or opening.state is not OpeningState.CONFIRMED:
        return None
    found = unit.session.get(Found, (opening.id, cover.no), populate_existing=locks)
    return found if found is not None and found.state is FoundState.WAITING else None


def _check_pages(command: PlacePages, scan: BatchScan) -> tuple[int, int]:
    first, last = command.first, command.last
    most = scan.total
    if first is None or first < 1 or (most is not None and first > most):
        raise InvalidInput({"first": "PAGES_OUT_OF_RANGE"})
    if last is None or last < first or (most is not None and last > most):
        raise InvalidInput({"last": "PAGES_OUT_OF_RANGE"})
    return first, last


def _place(command: PlacePages, file: StoredFile, unit: Unit, actor: Actor) -> bool:
    """Whether the file is one that is needed."""
    incoming, scan = get_scan(command.incoming_id, unit, actor)
    require_mendable(incoming, scan)
    cover = read_cover(command.sheet)
    found = None if cover is None else _find_thing(cover, unit, locks=True)
    if found is None:
        raise InvalidInput({"sheet": "NOT_AN_OPTION"})
    first, last = _check_pages(command, scan)
    known = list_pages(incoming.id, unit)
    if not known and scan.total is not None:
        # No sheet was read: from now on every page waits for a person.
        whole = ScanPages(incoming_id=incoming.id, first=1, last=scan.total, reason=PagesReason.BEFORE_FIRST)
        known = [whole]
        unit.session.add(whole)
        unit.session.flush()
    over = [one for one in known if one.first <= last and one.last >= first]
    for one in over:
        if one.reason is not None:
            continue
        if (one.first, one.last, one.opening_id, one.no) == (first, last, found.opening_id, found.no):
            return False
        raise InvalidInput({"first": "PAGES_TAKEN"})
    for one in over:
        _leave(one, first, last, unit)
    unit.session.flush()
    pages = ScanPages(
        incoming_id=incoming.id,
        first=first,
        last=last,
        opening_id=found.opening_id,
        no=found.no,
        reason=None,
        file=row_of_file(file),
        placed_by=actor.staff_id,
    )
    unit.session.add(pages)
    _tell("opening.scan_put", pages, unit, actor)
    rest_scan(incoming, scan, unit, actor)
    return True


def _leave(waiting: ScanPages, first: int, last: int, unit: Unit) -> None:
    """What waits beside the pages that are placed goes on waiting, as shorter stretches."""
    for start, end in ((waiting.first, first - 1), (last + 1, waiting.last)):
        if start <= end:
            unit.session.add(
                ScanPages(
                    incoming_id=waiting.incoming_id,
                    first=start,
                    last=end,
                    opening_id=waiting.opening_id,
                    no=waiting.no,
                    reason=waiting.reason,
                )
            )
    unit.session.delete(waiting)


def _tell(event: str, pages: ScanPages, unit: Unit, actor: Actor) -> None:
    told = {"opening_id": pages.opening_id, "no": pages.no, "incoming_id": pages.incoming_id}
    unit.trail.add(None, event, {**told, "first": pages.first, "last": pages.last}, actor)
