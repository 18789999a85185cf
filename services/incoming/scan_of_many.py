"""Whether what came in is a scan of several things, which goes into cases by its pages and never as a whole."""

from sqlalchemy import exists, or_, select

from models.case.batch_scan import BatchScan, ScanPages
from models.ground.scan_codes import PagesReason, ScanState
from services.unit_of_work import Unit


def is_scan_of_many(incoming_id: str, unit: Unit) -> bool:
    """Whether a cover sheet lies in it, or nobody knows yet: who reads one case reads no letter of another."""
    sheet = or_(
        ScanPages.opening_id.is_not(None),
        ScanPages.reason.in_((PagesReason.UNKNOWN_SHEET, PagesReason.TWO_SHEETS)),
    )
    lies_there = exists().where(ScanPages.incoming_id == incoming_id, sheet)
    is_read = exists().where(BatchScan.incoming_id == incoming_id, BatchScan.state == ScanState.READING)
    return bool(unit.session.scalar(select(or_(lies_there, is_read))))


def lies_at_things(incoming_id: str, unit: Unit) -> bool:
    """Whether pages of it are at a thing, or it is being read: it ends at its pages, where they can be taken off again."""
    placed = exists().where(ScanPages.incoming_id == incoming_id, ScanPages.reason.is_(None))
    is_read = exists().where(BatchScan.incoming_id == incoming_id, BatchScan.state == ScanState.READING)
    return bool(unit.session.scalar(select(or_(placed, is_read))))
