"""What several cases came in with (a table, the scan of a whole box): it goes with the last of them that is destroyed."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from models.case.batch_scan import BatchScan, ScanPages
from models.case.channel_table import ChannelTable, ChannelTableRow
from models.case.complaint import Complaint
from models.case.incoming import Incoming
from models.case.opening import Found
from models.ground.incoming_codes import IncomingState
from models.ground.opening_codes import FoundState
from models.ground.scan_codes import PagesReason, ScanState
from services.unit_of_work import Unit

_OTHER, _CUT = aliased(ChannelTableRow), aliased(ScanPages)


def lock_shared(complaint_id: str, unit: Unit) -> None:
    """Of two cases that share something and are destroyed at the same moment one is the last: asked before `empty_file`."""
    of_case = select(ChannelTableRow.table_id).where(ChannelTableRow.complaint_id == complaint_id)
    tables = select(ChannelTable.id).where(ChannelTable.id.in_(of_case)).order_by(ChannelTable.id)
    unit.session.execute(tables.with_for_update())
    scans = select(Incoming.id).where(Incoming.id.in_(_list_ids(complaint_id, unit))).order_by(Incoming.id)
    unit.session.execute(scans.with_for_update())


def list_tables(complaint_id: str, unit: Unit) -> set[str]:
    """Keys of tables of many complaints, where this is the last of them that was not destroyed."""
    is_kept = (
        exists()
        .where(_OTHER.table_id == ChannelTable.id, Complaint.id == _OTHER.complaint_id)
        .where(Complaint.destroyed_at.is_(None), Complaint.id != complaint_id)
    )
    tables = select(ChannelTable.raw_key).join(ChannelTableRow, ChannelTableRow.table_id == ChannelTable.id)
    return set(unit.session.scalars(tables.where(ChannelTableRow.complaint_id == complaint_id, ~is_kept)))


def list_scans(complaint_id: str, unit: Unit) -> list[tuple[Incoming, Sequence[ScanPages]]]:
    """Scans of many letters, with all their pages, of which this is the last letter that is there or still to be dealt with."""
    scans = select(Incoming).where(
        Incoming.id.in_(_list_ids(complaint_id, unit)), Incoming.erased_at.is_(None), ~_is_kept(complaint_id)
    )
    return [
        (scan, unit.session.scalars(select(ScanPages).where(ScanPages.incoming_id == scan.id)).all())
        for scan in unit.session.scalars(scans.order_by(Incoming.id)).all()
    ]


def erase_scan(scan: Incoming, pages: Sequence[ScanPages], unit: Unit) -> None:
    """What was read on its pages goes with its bytes; that it came and how it was cut stays. It waits for nobody any more."""
    scan.content, scan.erased_at = None, unit.clock.now()
    scan.state, scan.reason = IncomingState.SPLIT, None
    for one in pages:
        one.file = None
    batch = unit.session.get(BatchScan, scan.id)
    if batch is not None:
        batch.seen, batch.state, batch.reason = [], ScanState.SPLIT, None


def _list_ids(complaint_id: str, unit: Unit) -> list[str]:
    """Scans with pages that went into the case, or that name its thing and were never put there."""
    is_thing = and_(Found.opening_id == ScanPages.opening_id, Found.no == ScanPages.no)
    of_case = select(ScanPages.incoming_id).where(ScanPages.complaint_id == complaint_id)
    of_thing = select(ScanPages.incoming_id).join(Found, is_thing).where(Found.complaint_id == complaint_id)
    return sorted(set(unit.session.scalars(of_case.union(of_thing))))


def _is_kept(complaint_id: str) -> ColumnElement[bool]:
    """Whether pages of a scan are of another case that is not destroyed, of a thing that waits, or before a person."""
    is_thing = and_(Found.opening_id == _CUT.opening_id, Found.no == _CUT.no)
    of_thing = select(Found.complaint_id).where(is_thing).correlate(_CUT).scalar_subquery()
    case_of = func.coalesce(_CUT.complaint_id, of_thing)
    in_kept = exists().where(
        Complaint.id == case_of, Complaint.destroyed_at.is_(None), Complaint.id != complaint_id
    )
    of_waiting = exists().where(is_thing, Found.state == FoundState.WAITING)
    # Who finishes a scan says that what is left of it belongs to nothing; what is empty waits for nobody.
    is_left = and_(_CUT.reason != PagesReason.EMPTY, BatchScan.state != ScanState.SPLIT)
    return (
        exists()
        .where(_CUT.incoming_id == Incoming.id, BatchScan.incoming_id == Incoming.id)
        .where(or_(in_kept, is_left, and_(_CUT.complaint_id.is_(None), of_waiting)))
    )
