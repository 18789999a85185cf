"""Scans as pages tell them: how far one is, which of its pages lie where, and where they can be put."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from models.case.batch_scan import BatchScan, ScanPages
from models.case.incoming import Incoming
from models.case.opening import Found, Opening
from models.ground.codes import Channel
from models.ground.errors import InvalidInput, NotFound
from models.ground.incoming_codes import IncomingState
from models.ground.opening_codes import FoundState, OpeningState
from models.ground.scan_codes import PagesReason, ScanReason, ScanState
from services.access.readable_scans import list_cases_of_pages, list_hidden_pages
from services.actor import Actor
from services.incoming.kept_message import message_of
from services.incoming.settle_message import get_message
from services.openings.get_opening import get_opening
from services.openings.number_found import Cover, word_cover
from services.openings.scans.codes import MOST_THINGS, REFUSALS
from services.openings.scans.scan_rows import get_scan, list_pages
from services.ports.scans import ScanRefused
from services.unit_of_work import Unit, UnitOfWork

# Before the reader of codes has counted them; what a clerk opens is looked at on a screen.
MOST_OPENED = 300


@dataclass(frozen=True, slots=True)
class ThingLine:
    """A thing that pages can be put to; `sheet` as the bars of its cover sheet say it."""

    opening_id: str
    no: int
    sheet: str
    channel: Channel
    place: str


@dataclass(frozen=True, slots=True)
class PagesLine:
    """Some pages; `thing` is where they lie, or with a `reason` where they would."""

    first: int
    last: int
    thing: ThingLine | None
    reason: PagesReason | None
    is_in_case: bool
    can_be_put: bool
    may_be_opened: bool


@dataclass(frozen=True, slots=True)
class PagesOfScan:
    """Pages that lie at a thing."""

    incoming_id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A scan; `seen` of `total` pages were looked at, which is None before the first."""

    incoming_id: str
    name: str
    came_at: datetime
    state: ScanState
    reason: ScanReason | None
    seen: int
    total: int | None


@dataclass(frozen=True, slots=True)
class ReadScan:
    """A scan with its pages, and the things that wait in any opening, the newest first, at most MOST_THINGS.

    `gone_at`: when its bytes went, with the last letter of it that was destroyed.
    """

    line: ScanLine
    pages: tuple[PagesLine, ...]
    things: tuple[ThingLine, ...]
    is_mendable: bool
    gone_at: datetime | None


def read_scan(incoming_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ReadScan:
    """NotFound for what is no scan."""
    with unit_of_work.reading() as unit:
        incoming, scan = get_scan(incoming_id, unit, actor, locks=False)
        rows = list_pages(incoming_id, unit)
        named = _map_things({(one.opening_id, one.no) for one in rows if one.opening_id and one.no}, unit)
        waiting = _list_waiting(unit)
        hidden = {first for first, _last in list_hidden_pages(incoming_id, unit, actor)}
        can = {(thing.opening_id, thing.no) for thing in waiting}
        pages = tuple(
            PagesLine(
                first=one.first,
                last=one.last,
                thing=named.get((one.opening_id, one.no)),
                reason=one.reason,
                is_in_case=one.complaint_id is not None,
                can_be_put=one.reason is not None and (one.opening_id, one.no) in can,
                may_be_opened=one.first not in hidden and incoming.erased_at is None,
            )
            for one in rows
        )
        is_open = incoming.state in (IncomingState.PUT_ASIDE, IncomingState.SPLIT) and not incoming.erased_at
        is_mendable = is_open and scan.state is not ScanState.READING
        return ReadScan(_line(incoming, scan), pages, waiting, is_mendable, incoming.erased_at)


def find_scan(incoming_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ScanLine | None:
    """The scan that came in so; None for what nobody has read as one."""
    with unit_of_work.reading() as unit:
        incoming = get_message(incoming_id, unit, actor, locks=False)
        scan = unit.session.get(BatchScan, incoming_id)
        return None if scan is None else _line(incoming, scan)


def list_scans_of(opening_id: str, unit_of_work: UnitOfWork, actor: Actor) -> tuple[ScanLine, ...]:
    """The scans that were brought at its page or that have a sheet of it, the newest first."""
    with unit_of_work.reading() as unit:
        get_opening(opening_id, unit, actor)
        having = select(ScanPages.incoming_id).where(ScanPages.opening_id == opening_id)
        query = (
            select(BatchScan, Incoming)
            .join(Incoming, Incoming.id == BatchScan.incoming_id)
            .where(or_(BatchScan.opening_id == opening_id, BatchScan.incoming_id.in_(having)))
            .order_by(BatchScan.began_at.desc(), BatchScan.incoming_id)
            .limit(MOST_THINGS)
        )
        return tuple(_line(incoming, scan) for scan, incoming in unit.session.execute(query))


def map_scanned(opening_id: str, unit_of_work: UnitOfWork, actor: Actor) -> dict[int, list[PagesOfScan]]:
    """The pages that lie at each thing of an opening."""
    with unit_of_work.reading() as unit:
        get_opening(opening_id, unit, actor)
        query = (
            select(ScanPages)
            .where(ScanPages.opening_id == opening_id, ScanPages.reason.is_(None))
            .order_by(ScanPages.incoming_id, ScanPages.first)
        )
        told: dict[int, list[PagesOfScan]] = {}
        for row in unit.session.scalars(query):
            told.setdefault(row.no or 0, []).append(PagesOfScan(row.incoming_id, row.first, row.last))
        return told


def open_pages(asked: PagesOfScan, unit_of_work: UnitOfWork, actor: Actor) -> tuple[str, bytes]:
    """Name and content of a PDF of these pages; that they were opened is on the trail. InvalidInput for what cannot be cut.

    NotFound where one of them lies in a case that the person may not read, and when the bytes are gone.
    """
    first, last = asked.first, asked.last
    if not 1 <= first <= last or last - first >= MOST_OPENED:
        raise InvalidInput({"first": "PAGES_OUT_OF_RANGE"})
    with unit_of_work as unit:
        incoming, scan = get_scan(asked.incoming_id, unit, actor)
        hidden = list_hidden_pages(scan.incoming_id, unit, actor)
        if incoming.erased_at is not None or any(start <= last and end >= first for start, end in hidden):
            raise NotFound
        told = {"incoming_id": scan.incoming_id, "first": first, "last": last}
        unit.trail.add(None, "opening.scan_read", told, actor)
        raw_key = incoming.raw_key
    ports = unit_of_work.ports
    try:
        content = ports.scans.cut(ports.object_store.get(raw_key), first, last)
    except ScanRefused as refused:
        raise InvalidInput({"first": REFUSALS[refused.code]}) from refused
    return f"扫描件第{first}至{last}页.pdf", content


def list_opened_cases(asked: PagesOfScan, unit_of_work: UnitOfWork) -> list[str]:
    """The cases in which these pages lie, of somebody to whom they were opened."""
    with unit_of_work.reading() as unit:
        return list_cases_of_pages(asked.incoming_id, asked.first, asked.last, unit)


def _line(incoming: Incoming, scan: BatchScan) -> ScanLine:
    name = str(message_of(incoming).get("subject", ""))
    return ScanLine(
        scan.incoming_id, name, incoming.received_at, scan.state, scan.reason, len(scan.seen), scan.total
    )


def _list_waiting(unit: Unit) -> tuple[ThingLine, ...]:
    query = (
        select(Found, Opening)
        .join(Opening, Opening.id == Found.opening_id)
        .where(Found.state == FoundState.WAITING, Opening.state == OpeningState.CONFIRMED)
        .order_by(Opening.opened_at.desc(), Opening.id, Found.no)
        .limit(MOST_THINGS)
    )
    return tuple(_thing(found.no, opening) for found, opening in unit.session.execute(query))


def _map_things(
    places: Collection[tuple[str, int]], unit: Unit
) -> dict[tuple[str | None, int | None], ThingLine]:
    openings = select(Opening).where(Opening.id.in_({opening_id for opening_id, _no in places}))
    by_id = {opening.id: opening for opening in unit.session.scalars(openings)}
    return {
        (opening_id, no): _thing(no, by_id[opening_id]) for opening_id, no in places if opening_id in by_id
    }


def _thing(no: int, opening: Opening) -> ThingLine:
    sheet = word_cover(Cover(opening.sign, no))
    return ThingLine(opening.id, no, sheet, opening.channel, opening.place)
