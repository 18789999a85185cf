"""Enters what came in later into its case: as the answer to an open request for material, else as material nobody asked for."""

from models.case.complaint import Complaint
from models.case.lifecycle import FileEntryKind, RequestState
from services.actor import SYSTEM, Actor
from services.beside.supplement.take_supplement import (
    TakeSupplement,
    list_supplement_requests,
    take_supplement,
)
from services.casefile.add_entry import MAX_TEXT, NewEntry, add_rest
from services.evidence.evidence_rows import enter_files, note_refused_files
from services.incoming.reading import Arrived
from services.unit_of_work import Unit

ONLY_FILES = "（来件没有文字，见附件）"


def join_case(arrived: Arrived, complaint: Complaint, unit: Unit, actor: Actor = SYSTEM) -> None:
    """In the caller's unit, with the case locked and not archived; what is too long for one entry goes on in others."""
    words = arrived.text.strip() or ONLY_FILES
    still_open = [
        row for row in list_supplement_requests(complaint.id, unit) if row.state is RequestState.OPEN
    ]
    request_id = still_open[0].id if still_open else None
    way = "" if arrived.way is None else arrived.way.value
    take_supplement(TakeSupplement(words[:MAX_TEXT], request_id, way=way), complaint, unit, actor)
    add_rest(NewEntry(complaint.id, FileEntryKind.NOTE, words, actor.name), unit)
    enter_files(complaint.id, arrived.files, unit, actor)
    note_refused_files(complaint.id, arrived.refused, unit, actor)
