"""Empties the rows and the trail of one file that is to be destroyed, in the caller's unit, and names its stored files."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from models.case.batch_scan import BatchScan, ScanPages
from models.case.channel_table import ChannelTable, ChannelTableRow
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.file_volume import FileVolume
from models.case.form_upload import FormUpload
from models.case.incoming import Incoming
from models.case.letter import CaseLetter
from models.case.opening import Found
from models.ground.opening_codes import FoundState
from models.ground.scan_codes import PagesReason
from models.ledger.emptied_trail import FILE_DESTROYED
from models.store.empty_case import empty_case
from models.store.empty_trail import empty_trail
from services.actor import SYSTEM
from services.unit_of_work import Unit

_KEYS = ("storage_key", "safe_copy_key")
_OTHER, _CUT = aliased(ChannelTableRow), aliased(ScanPages)


def empty_file(complaint: Complaint, number: str, unit: Unit) -> None:
    """Of a locked case, by the list of this number; DatabaseBusy as `empty_trail`."""
    complaint.destroyed_at = unit.clock.now()
    for scan, pages in _list_scans(complaint.id, unit):
        _erase_scan(scan, pages, unit)
    empty_case(complaint.id, unit.session)
    # After the rows, as everybody locks the chain last.
    proof = empty_trail(complaint.id, unit.session)
    unit.trail.add(complaint.id, FILE_DESTROYED, {"number": number, **proof}, SYSTEM)


def list_objects(complaint_id: str, unit: Unit) -> list[str]:
    """Every stored file of the case; one that another case has too stays until that is destroyed as well."""
    session, found = unit.session, set[str]()
    for keys in (
        select(Evidence.storage_key, Evidence.safe_copy_key).where(Evidence.complaint_id == complaint_id),
        select(FormUpload.storage_key, FormUpload.safe_copy_key).where(
            FormUpload.complaint_id == complaint_id
        ),
    ):
        found |= {key or "" for row in session.execute(keys) for key in row}
    letters = select(CaseLetter.storage_key).where(CaseLetter.complaint_id == complaint_id)
    found |= {key or "" for key in session.scalars(letters)}
    for volume in session.scalars(select(FileVolume).where(FileVolume.complaint_id == complaint_id)):
        found |= _keys_in(volume.content)
    for message in session.scalars(select(Incoming).where(Incoming.complaint_id == complaint_id)):
        found |= {message.raw_key} | _keys_in(message.content)
    found |= _list_tables(complaint_id, unit)
    for scan, pages in _list_scans(complaint_id, unit):
        found |= {scan.raw_key}.union(*(_keys_in(one.file) for one in pages))
    return sorted(found - {""} - _list_others(found, complaint_id, unit))


def _list_tables(complaint_id: str, unit: Unit) -> set[str]:
    """Tables of many complaints, where this is the last of them that was not destroyed."""
    is_kept = (
        exists()
        .where(_OTHER.table_id == ChannelTable.id, Complaint.id == _OTHER.complaint_id)
        .where(Complaint.destroyed_at.is_(None), Complaint.id != complaint_id)
    )
    tables = select(ChannelTable.raw_key).join(ChannelTableRow, ChannelTableRow.table_id == ChannelTable.id)
    return set(unit.session.scalars(tables.where(ChannelTableRow.complaint_id == complaint_id, ~is_kept)))


def _list_scans(complaint_id: str, unit: Unit) -> list[tuple[Incoming, Sequence[ScanPages]]]:
    """Scans of many letters, with all their pages, of which this is the last letter that is there or still to be dealt with."""
    waits = exists().where(
        Found.opening_id == _CUT.opening_id, Found.no == _CUT.no, Found.state == FoundState.WAITING
    )
    is_left = and_(_CUT.no.is_(None), _CUT.reason.is_distinct_from(PagesReason.EMPTY))
    is_kept = (
        exists()
        .where(_CUT.incoming_id == Incoming.id)
        .where(
            or_(
                _CUT.complaint_id.in_(
                    select(Complaint.id).where(
                        Complaint.id == _CUT.complaint_id,
                        Complaint.destroyed_at.is_(None),
                        Complaint.id != complaint_id,
                    )
                ),
                and_(_CUT.complaint_id.is_(None), or_(waits, is_left)),
            )
        )
    )
    of_case = select(ScanPages.incoming_id).where(ScanPages.complaint_id == complaint_id)
    scans = select(Incoming).where(Incoming.id.in_(of_case), Incoming.erased_at.is_(None), ~is_kept)
    return [
        (scan, unit.session.scalars(select(ScanPages).where(ScanPages.incoming_id == scan.id)).all())
        for scan in unit.session.scalars(scans.order_by(Incoming.id)).all()
    ]


def _erase_scan(scan: Incoming, pages: Sequence[ScanPages], unit: Unit) -> None:
    """What was read on its pages goes with its bytes; that it came and how it was cut stays."""
    scan.content, scan.erased_at = None, unit.clock.now()
    for one in pages:
        one.file = None
    batch = unit.session.get(BatchScan, scan.id)
    if batch is not None:
        batch.seen = []


def _list_others(keys: set[str], complaint_id: str, unit: Unit) -> set[str]:
    """Those of the keys that something of another case has too."""
    found = set[str]()
    for row in (Evidence, FormUpload, CaseLetter, Incoming):
        for name in ("storage_key", "safe_copy_key", "raw_key"):
            column = getattr(row, name, None)
            if column is not None:
                is_another = row.complaint_id != complaint_id
                found |= set(unit.session.scalars(select(column).where(column.in_(keys), is_another)))
    return found


def _keys_in(told: object) -> set[str]:
    """Keys of stored files anywhere in a JSON value."""
    if isinstance(told, list):
        return set[str]().union(*(_keys_in(part) for part in told))
    if isinstance(told, dict):
        own = {str(told[name]) for name in _KEYS if told.get(name)}
        return own.union(*(_keys_in(part) for part in told.values()))
    return set()
