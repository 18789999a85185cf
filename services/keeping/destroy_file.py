"""Empties the file of one case (销毁): what is in its rows and in the trail goes in one commit, its stored files after it.

Killed in between, the line of the list says which stored files are left, and nothing is told as done.
"""

from pathlib import Path

import structlog

from models.case.complaint import Complaint
from models.case.destruction import DestructionLine, DestructionList
from models.case.file_keeping import FileKeeping
from models.clock.legal_time import beijing_date
from models.ground.keeping_codes import DestructionState, Judgement
from models.vault.destroyed_list import DestroyedFile, note_destroyed
from services.keeping.decide_appraisal import ORDER
from services.keeping.empty_file import empty_file, list_objects
from services.keeping.holds import find_unsealed, map_holds
from services.keeping.shared_files import lock_shared
from services.unit_of_work import Unit, UnitFactory

_log = structlog.get_logger(__name__)


def destroy_file(list_id: str, position: int, make_unit: UnitFactory, key_file: Path | None = None) -> None:
    """Carry out one line of a list that two people watch over; run again it goes on.

    A file that something holds by now, or whose decision has fallen, stays, and the line says so. OutsideUnavailable, with
    the rows emptied and the line unfinished, while the store of files is away. What was emptied stands on the list beside
    `key_file` before it is told as emptied.
    """
    with make_unit() as unit:
        # One file of a list at a time: of two that share a row one is the last.
        listed = unit.session.get_one(DestructionList, list_id, with_for_update=True)
        line = unit.session.get_one(DestructionLine, (list_id, position), with_for_update=True)
        if line.state is DestructionState.WAITING and listed.second_witness is not None:
            _empty(line, listed.number, unit)
        objects, gone = tuple(line.objects or ()), _tell(line, listed.number, unit)
    unit_of_work = make_unit()
    for key in objects:
        unit_of_work.ports.object_store.delete(key)
    if key_file is not None and gone is not None:
        _note(key_file, gone)
    with unit_of_work as unit:
        line = unit.session.get_one(DestructionLine, (list_id, position), with_for_update=True)
        if line.state is DestructionState.EMPTYING:
            line.state, line.objects, line.done_at = DestructionState.EMPTIED, None, unit.clock.now()


def _tell(line: DestructionLine, number: str, unit: Unit) -> DestroyedFile | None:
    """What the list beside the key file says of it; None of a file that stays."""
    if line.state is not DestructionState.EMPTYING:
        return None
    return DestroyedFile(line.complaint_id, number, beijing_date(unit.clock.now()))


def _note(key_file: Path, gone: DestroyedFile) -> None:
    try:
        note_destroyed(key_file, [gone])
    except OSError as fault:
        # The look at that list puts down whatever is missing, or tells that it cannot.
        _log.warning("destroyed_file_not_listed", error_type=type(fault).__name__)


def _empty(line: DestructionLine, number: str, unit: Unit) -> None:
    complaint = unit.session.get_one(Complaint, line.complaint_id, with_for_update=True)
    if complaint.destroyed_at is not None:
        # Emptied again after a restore, or by an earlier list: it is what this one wants.
        line.state, line.objects = DestructionState.EMPTYING, []
        return
    keeping = unit.session.get_one(FileKeeping, line.complaint_id, with_for_update=True)
    holds = map_holds([line.complaint_id], unit)[line.complaint_id] | find_unsealed(line.complaint_id, unit)
    is_decided = keeping.decided is Judgement.DESTROY and keeping.appraisal_id == line.appraisal_id
    if holds or not is_decided:
        line.state, line.done_at = DestructionState.HELD, unit.clock.now()
        line.held_by = next((hold for hold in ORDER if hold in holds), None)
        return
    lock_shared(line.complaint_id, unit)
    line.state, line.objects = DestructionState.EMPTYING, list_objects(line.complaint_id, unit)
    empty_file(complaint, number, unit)
