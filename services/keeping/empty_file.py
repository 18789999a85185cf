"""Empties the rows and the trail of one file that is to be destroyed, in the caller's unit, and names its stored files."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.file_volume import FileVolume
from models.case.form_upload import FormUpload
from models.case.incoming import Incoming
from models.case.letter import CaseLetter
from models.case.lifecycle import ClockStopReason
from models.clock.clock import Clock
from models.ground.ids import ClockId
from models.ledger.emptied_trail import FILE_DESTROYED
from models.store.empty_case import empty_case
from models.store.empty_trail import empty_trail
from services.actor import SYSTEM
from services.clocks.stop_clock import StopClock, stop_clock
from services.keeping.shared_files import erase_scan, list_scans, list_tables
from services.unit_of_work import Unit

_KEYS = ("storage_key", "safe_copy_key")


def empty_file(complaint: Complaint, number: str, unit: Unit) -> None:
    """Of a locked case, by the list of this number; DatabaseBusy as `empty_trail`."""
    complaint.destroyed_at = unit.clock.now()
    _end_limits(complaint.id, unit)
    for scan, pages in list_scans(complaint.id, unit):
        erase_scan(scan, pages, unit)
    empty_case(complaint.id, unit.session)
    # After the rows, as everybody locks the chain last.
    proof = empty_trail(complaint.id, unit.session)
    unit.trail.add(complaint.id, FILE_DESTROYED, {"number": number, **proof}, SYSTEM)


def _end_limits(complaint_id: str, unit: Unit) -> None:
    """Those that outlived the archive, as of an order of a review: nobody can meet them any more."""
    running = select(Clock.id).where(Clock.complaint_id == complaint_id, Clock.stopped_at.is_(None))
    for clock_id in unit.session.scalars(running).all():
        stop_clock(StopClock(ClockId(clock_id), ClockStopReason.LAPSED), unit)


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
    found |= list_tables(complaint_id, unit)
    for scan, pages in list_scans(complaint_id, unit):
        found |= {scan.raw_key}.union(*(_keys_in(one.file) for one in pages))
    return sorted(found - {""} - _list_others(found, complaint_id, unit))


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
