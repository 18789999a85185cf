"""Rows of a scan and of what came in with it, for those who take in complaints; and the files of its pages."""

from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO

from sqlalchemy import select

from models.case.batch_scan import BatchScan, ScanPages
from models.case.incoming import Incoming
from models.ground.errors import Conflict, NotFound, OutsideUnavailable
from models.ground.incoming_codes import IncomingReason, IncomingState
from models.ground.scan_codes import ScanReason, ScanState
from services.actor import SYSTEM, Actor
from services.evidence.incoming_file import IncomingFile, StoredFile
from services.evidence.take_files import take_files
from services.incoming.kept_message import Outcome, settle
from services.incoming.settle_message import get_message
from services.openings.number_found import Cover
from services.openings.scans.codes import SCAN_MOVED_ON
from services.ports.outside import Ports
from services.unit_of_work import Unit

# Why a file was not taken that is as good as any.
_AWAY = ("SCAN_UNAVAILABLE", "STORE_UNAVAILABLE", "CROWDED")


def get_scan(incoming_id: str, unit: Unit, actor: Actor, *, locks: bool = True) -> tuple[Incoming, BatchScan]:
    """Both rows, what came in locked unless it is only read; NotFound for what is no scan or not this person's."""
    incoming = get_message(incoming_id, unit, actor, locks=locks)
    scan = unit.session.get(BatchScan, incoming_id, populate_existing=True)
    if scan is None:
        raise NotFound
    return incoming, scan


def require_mendable(incoming: Incoming, scan: BatchScan) -> None:
    """Conflict while its pages are read, for what was registered or closed as a whole, and for what went with its letters."""
    is_open = incoming.state in (IncomingState.PUT_ASIDE, IncomingState.SPLIT)
    if scan.state is ScanState.READING or not is_open or incoming.erased_at is not None:
        raise Conflict(code=SCAN_MOVED_ON)


def list_pages(incoming_id: str, unit: Unit) -> Sequence[ScanPages]:
    """In the order of the scan."""
    query = select(ScanPages).where(ScanPages.incoming_id == incoming_id).order_by(ScanPages.first)
    return unit.session.scalars(query).all()


def rest_scan(incoming: Incoming, scan: BatchScan, unit: Unit, actor: Actor = SYSTEM) -> None:
    """In the caller's unit, after a change: split when no pages wait any more, else before a person."""
    unit.session.flush()
    pages = list_pages(scan.incoming_id, unit)
    # How many pages there are nobody knows of one that could not be read: a person says when it is done.
    is_split = scan.total is not None and bool(pages) and all(one.reason is None for one in pages)
    aside = ScanReason.PAGES_WAIT if pages else scan.reason or ScanReason.NO_SHEET
    scan.state, scan.state_at = ScanState.SPLIT if is_split else ScanState.ASIDE, unit.clock.now()
    scan.reason = None if is_split else aside
    outcome = Outcome(IncomingState.PUT_ASIDE, IncomingReason.FOR_A_CLERK)
    if is_split:
        outcome = Outcome(IncomingState.SPLIT)
    if incoming.state is not outcome.state:
        settle(incoming, outcome, unit, actor)


def store_cut(content: bytes, cover: Cover, ports: Ports) -> StoredFile | None:
    """The PDF of some pages, looked through as every upload; None for one that may not be taken.

    OutsideUnavailable where nobody could look: another time it may be taken.
    """
    name = f"第{cover.no}件扫描件-{cover.sign}.pdf"
    stored, refused = take_files((IncomingFile(name, "application/pdf", BytesIO(content)),), ports)
    if refused and refused[0].code in _AWAY:
        raise OutsideUnavailable
    return stored[0] if stored else None


def file_of(pages: ScanPages) -> StoredFile | None:
    """As it lies in the object store."""
    return None if pages.file is None else StoredFile(**pages.file)


def row_of_file(file: StoredFile | None) -> dict[str, object] | None:
    """As it stands in the row."""
    return None if file is None else asdict(file)
