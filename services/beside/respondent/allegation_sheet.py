"""What a unit or a person is told when asked for a statement: the sheet as it left, and the questions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from services.beside.respondent.reached_by import is_reached_by_unit
from services.beside.sheets.sent_sheet import Sending, read_sheet, read_words
from services.requests.kinds.respondent import RESPONDENT
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class AllegationSheet:
    """One open request as whoever is asked sees it: the matters it is about and no other, an identity by consent only.

    A person asked himself reads an identity at no level.
    """

    respondent_request_id: str
    facts: str
    questions: str
    reply_by: datetime


def list_allegation_sheets(complaint: Complaint, unit_code: str, unit: Unit) -> list[AllegationSheet]:
    """The open requests to this unit in this case, oldest first; none of those that a person of it answers himself."""
    rows = unit.session.scalars(
        select(RespondentRequest)
        .where(
            RespondentRequest.complaint_id == complaint.id,
            is_reached_by_unit(unit_code, RespondentRequest.unit_code, RespondentRequest.staff_id),
            RespondentRequest.state == RequestState.OPEN,
        )
        .order_by(RespondentRequest.requested_at)
    ).all()
    return [show_sheet(row, complaint, unit) for row in rows]


def show_sheet(row: RespondentRequest, complaint: Complaint, unit: Unit) -> AllegationSheet:
    """One request as whoever is asked reads it; that it is for him is asked before."""
    return AllegationSheet(
        respondent_request_id=row.id,
        facts=read_sheet(_sending(row), complaint, unit),
        questions=read_words(row.id, row.questions, complaint, unit),
        reply_by=row.window_ends_at,
    )


def _sending(row: RespondentRequest) -> Sending:
    return Sending(row, RESPONDENT.name, tuple(row.matter_nos or ()), row.window_ends_at)
