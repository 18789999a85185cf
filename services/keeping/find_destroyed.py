"""Whether an address leads to a case whose file was destroyed, and what is left to say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from models.beside.objection import Objection
from models.beside.respondent_request import RespondentRequest
from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.destruction import DestructionLine, DestructionList
from models.case.dispatch import Dispatch
from models.case.evidence import Evidence
from models.case.hotline_order import HotlineOrder
from models.case.incoming import Incoming
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.case.proposal import Proposal
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.errors import NotFound
from models.ground.incoming_codes import MAY_BE_SETTLED
from models.ground.keeping_codes import DestructionState
from models.ledger.emptied_trail import FILE_DESTROYED
from models.ledger.trail_event import TrailEvent
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.unit_of_work import Unit, UnitOfWork

# By the name of the part of an address: the rows that it may name, which all say their case.
_ROWS: Mapping[str, tuple[type[Any], ...]] = {  # Any: each table here has an id and says its case
    "delivery_id": (LetterDelivery,),
    "dispatch_id": (Dispatch,),
    "evidence_id": (Evidence,),
    "incoming_id": (Incoming,),
    "letter_id": (CaseLetter,),
    "note_id": (SupportNote,),
    "objection_id": (Objection,),
    "order_id": (HotlineOrder,),
    "proposal_id": (Proposal,),
    "request_id": (DataRequest, RespondentRequest),
    "task_record_id": (TaskRecord,),
    "told_finding_id": (ToldFinding,),
}


@dataclass(frozen=True, slots=True)
class DestroyedCase:
    """What a page says: the number of the case, when its file was destroyed and by which list."""

    number: str
    destroyed_at: datetime
    list_id: str
    list_number: str


def find_destroyed(
    named: Mapping[str, object], unit_of_work: UnitOfWork, actor: Actor
) -> DestroyedCase | None:
    """Of the case that the parts of an address name; None where it is none or was not destroyed.

    NotFound of a destroyed one for whom the case was not to read.
    """
    cases = name_cases(named)
    if not cases:
        return None
    with unit_of_work.reading() as unit:
        query = select(Complaint).where(Complaint.destroyed_at.is_not(None))
        found = unit.session.scalars(query.where(or_(*(Complaint.id.in_(case) for case in cases)))).first()
        if found is None or found.destroyed_at is None:
            return None
        if not may_read_case(found, unit, actor):
            raise NotFound
        row = _find_list(found.id, unit)
        number = row.number if row else _find_number(found.id, unit)
        return DestroyedCase(found.number, found.destroyed_at, row.id if row else "", number)


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


def _is_in_the_case() -> ColumnElement[bool]:
    """A message that waits only names the case, unless it was emptied with it."""
    return or_(Incoming.state.not_in(MAY_BE_SETTLED), Incoming.raw_key == Incoming.id)


def _find_number(complaint_id: str, unit: Unit) -> str:
    """Of the list of then, where the database is older than that: as the trail says of what was destroyed again."""
    query = select(TrailEvent).where(
        TrailEvent.complaint_id == complaint_id, TrailEvent.kind == FILE_DESTROYED
    )
    event = unit.session.scalars(query.order_by(TrailEvent.seq.desc()).limit(1)).first()
    return "" if event is None else str(event.payload.get("number", ""))


def _find_list(complaint_id: str, unit: Unit) -> DestructionList | None:
    gone = (DestructionState.EMPTYING, DestructionState.EMPTIED)
    query = (
        select(DestructionList)
        .join(DestructionLine, DestructionLine.list_id == DestructionList.id)
        .where(DestructionLine.complaint_id == complaint_id, DestructionLine.state.in_(gone))
    )
    return unit.session.scalars(query).first()
