"""What a unit is told when it is asked for its statement: kind of problem, by disclosure level the matters, the questions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from services.beside.sheets.facts_sheet import FactsSheet, make_facts_sheet
from services.identity.cut_identity import cut_identity
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class AllegationSheet:
    """One open request as the unit sees it: the matters it is asked about and no other, no identity by construction."""

    respondent_request_id: str
    facts: FactsSheet
    questions: str
    reply_by: datetime


def list_allegation_sheets(complaint: Complaint, unit_code: str, unit: Unit) -> list[AllegationSheet]:
    """The open requests to this unit in this case, oldest first."""
    rows = unit.session.scalars(
        select(RespondentRequest)
        .where(
            RespondentRequest.complaint_id == complaint.id,
            RespondentRequest.unit_code == unit_code,
            RespondentRequest.state == RequestState.OPEN,
        )
        .order_by(RespondentRequest.requested_at)
    ).all()
    return [
        AllegationSheet(
            respondent_request_id=row.id,
            facts=make_facts_sheet(complaint, tuple(row.matter_nos or ()), unit),
            questions=cut_identity([row.questions], complaint.id, unit)[0],
            reply_by=row.window_ends_at,
        )
        for row in rows
    ]
