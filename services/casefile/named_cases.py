"""Which case the parts of an address name: by its own id, or by the id of something that belongs to it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from models.beside.objection import Objection
from models.beside.respondent_request import RespondentRequest
from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.dispatch import Dispatch
from models.case.evidence import Evidence
from models.case.hotline_order import HotlineOrder
from models.case.incoming import Incoming
from models.case.letter import CaseLetter
from models.case.letter_batch import LetterBatch
from models.case.letter_delivery import LetterDelivery
from models.case.opening import Found
from models.case.proposal import Proposal
from models.case.reviewed_file import FileDefect, ReviewedFile
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.incoming_codes import IncomingState
from models.office.appointment import Appointment
from models.office.oversight import OversightFile

LARGEST = 2**31 - 1
# By the name of the part of an address: the rows that it may name, which all say their case.
_ROWS: Mapping[str, tuple[type[Any], ...]] = {  # Any: each table here has an id and says its case
    "delivery_id": (LetterDelivery,),
    "dispatch_id": (Dispatch,),
    "evidence_id": (Evidence,),
    "incoming_id": (Incoming,),
    "letter_id": (CaseLetter,),
    "note_id": (SupportNote,),
    "objection_id": (Objection,),
    "order_id": (HotlineOrder, FileDefect),
    "proposal_id": (Proposal,),
    "request_id": (DataRequest, RespondentRequest),
    "task_record_id": (TaskRecord,),
    "told_finding_id": (ToldFinding,),
}
# With the number of a thing in it: what was found in an opening, a file of a round or of a mandate.
_NUMBERED: Mapping[str, tuple[Any, Any, Any]] = {  # Any: columns of tables of their own
    "opening_id": (Found.opening_id, Found.no, Found.complaint_id),
    "round_id": (ReviewedFile.round_id, ReviewedFile.no, ReviewedFile.complaint_id),
    "mandate_id": (OversightFile.mandate_id, OversightFile.no, OversightFile.complaint_id),
}
# Parts of addresses that lead to one case, or to none yet.
PARTS_OF_A_CASE = frozenset(
    {"complaint_id", "user_task_key", "appointment_id", "batch_id", *_ROWS, *_NUMBERED}
)


def name_cases(named: Mapping[str, object]) -> list[Select[str] | list[str]]:
    """The cases that the parts of an address name: their ids, or what asks for them."""
    cases: list[Select[str] | list[str]] = []
    if "complaint_id" in named:
        cases.append([str(named["complaint_id"])])
    if "user_task_key" in named:
        cases.append(select(Task.complaint_id).where(Task.user_task_key == str(named["user_task_key"])))
    for name in named.keys() & _ROWS.keys():
        for table in _ROWS[name]:
            query = select(table.complaint_id).where(table.id == str(named[name]))
            cases.append(query.where(_is_in_the_case()) if table is Incoming else query)
    return cases


def name_shown_cases(named: Mapping[str, object]) -> list[Select[str] | list[str]]:
    """The same, and those whose words a page shows although it is not a page of the case alone."""
    cases = name_cases(named)
    if "appointment_id" in named:
        visit = select(Complaint.id).join(Appointment, Appointment.complaint_id == Complaint.id)
        cases.append(visit.where(Appointment.id == str(named["appointment_id"])))
    if "batch_id" in named:
        cases.append(select(LetterBatch.leading_id).where(LetterBatch.id == str(named["batch_id"])))
    no = named.get("no")
    # An address may hold any digits; no column does.
    if not isinstance(no, int) or no > LARGEST:
        return cases
    for name in named.keys() & _NUMBERED.keys():
        within, number, complaint_id = _NUMBERED[name]
        query = select(complaint_id).where(within == str(named[name]), number == no)
        cases.append(query.where(complaint_id.is_not(None)))
    return cases


def _is_in_the_case() -> ColumnElement[bool]:
    """A message that waits for a clerk only names the case, unless it was emptied with it."""
    return or_(Incoming.state != IncomingState.PUT_ASIDE, Incoming.raw_key == Incoming.id)
