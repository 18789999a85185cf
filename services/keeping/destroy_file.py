"""Empties the file of one case (销毁): what is in its rows and in the trail goes in one commit, its stored files after it.

Killed in between, the line of the list says which stored files are left, and nothing is told as done.
"""

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from models.case.channel_table import ChannelTable, ChannelTableRow
from models.case.complaint import Complaint
from models.case.destruction import DestructionLine, DestructionList
from models.case.evidence import Evidence
from models.case.file_keeping import FileKeeping
from models.case.file_volume import FileVolume
from models.case.form_upload import FormUpload
from models.case.incoming import Incoming
from models.case.letter import CaseLetter
from models.ground.keeping_codes import DestructionState, Hold, Judgement
from models.ledger.emptied_trail import FILE_DESTROYED
from models.store.empty_case import empty_case
from models.store.empty_trail import empty_trail
from services.actor import SYSTEM
from services.keeping.decide_appraisal import ORDER
from services.keeping.holds import map_holds
from services.unit_of_work import Unit, UnitFactory

_KEYS = ("storage_key", "safe_copy_key")
_OTHER = aliased(ChannelTableRow)


def destroy_file(list_id: str, position: int, make_unit: UnitFactory) -> None:
    """Carry out one line of a list that two people watch over; run again it goes on.

    A file that something holds by now, or whose decision has fallen, stays, and the line says so. OutsideUnavailable, with
    the rows emptied and the line unfinished, while the store of files is away.
    """
    with make_unit() as unit:
        # One file of a list at a time: of two that share a row one is the last.
        listed = unit.session.get_one(DestructionList, list_id, with_for_update=True)
        line = unit.session.get_one(DestructionLine, (list_id, position), with_for_update=True)
        if line.state is DestructionState.WAITING and listed.second_witness is not None:
            _empty(line, listed.number, unit)
        objects = tuple(line.objects or ())
    unit_of_work = make_unit()
    for key in objects:
        unit_of_work.ports.object_store.delete(key)
    with unit_of_work as unit:
        line = unit.session.get_one(DestructionLine, (list_id, position), with_for_update=True)
        if line.state is DestructionState.EMPTYING:
            line.state, line.objects, line.done_at = DestructionState.EMPTIED, None, unit.clock.now()


def _empty(line: DestructionLine, number: str, unit: Unit) -> None:
    complaint = unit.session.get_one(Complaint, line.complaint_id, with_for_update=True)
    keeping = unit.session.get_one(FileKeeping, line.complaint_id, with_for_update=True)
    holds = map_holds([line.complaint_id], unit)[line.complaint_id] | _find_unsealed(line.complaint_id, unit)
    is_decided = keeping.decided is Judgement.DESTROY and keeping.appraisal_id == line.appraisal_id
    if holds or not is_decided or complaint.destroyed_at is not None:
        line.state, line.done_at = DestructionState.HELD, unit.clock.now()
        line.held_by = next((hold for hold in ORDER if hold in holds), None)
        return
    complaint.destroyed_at = unit.clock.now()
    line.state, line.objects = DestructionState.EMPTYING, _list_objects(line.complaint_id, unit)
    empty_case(line.complaint_id, unit.session)
    # After the rows, as everybody locks the chain last.
    proof = empty_trail(line.complaint_id, unit.session)
    unit.trail.add(line.complaint_id, FILE_DESTROYED, {"number": number, **proof}, SYSTEM)


def _find_unsealed(complaint_id: str, unit: Unit) -> frozenset[Hold]:
    """A volume that was ordered would be bound of what is left."""
    waits = exists().where(FileVolume.complaint_id == complaint_id, FileVolume.sealed_at.is_(None))
    return frozenset({Hold.OPEN}) if unit.session.scalar(select(waits)) else frozenset()


def _list_objects(complaint_id: str, unit: Unit) -> list[str]:
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
