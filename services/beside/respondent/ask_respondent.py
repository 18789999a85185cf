"""Asks the unit complained about for its statement; what it sees is an allegation sheet without identity."""

from dataclasses import dataclass

from bpmn.names import MessageName
from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage
from models.clock.legal_time import as_iso
from models.ground.codes import UnitKind
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.requests.request_rows import next_no
from services.requests.tell_process import tell_stages
from services.requests.windows import window_end
from services.unit_of_work import Unit

WINDOW = "respondent_reply"
NOT_INVESTIGATED = "NOT_INVESTIGATED"


@dataclass(frozen=True, slots=True)
class AskRespondent:
    """The unit and the questions."""

    unit_code: str
    questions: str


def ask_respondent(
    command: AskRespondent, complaint: Complaint, unit: Unit, actor: Actor
) -> RespondentRequest:
    """Open the request in the caller's unit; the investigation waits for the reply or the end of the window.

    RuleRefused("NOT_INVESTIGATED") outside the investigation, InvalidInput by field.
    """
    if complaint.stage is not Stage.INVESTIGATION:
        raise RuleRefused(NOT_INVESTIGATED)
    asked = unit.session.get(OrganisationUnit, command.unit_code)
    if asked is None or asked.kind is UnitKind.EXTERNAL:
        raise InvalidInput({"unit": "NOT_AN_OPTION"})
    if not command.questions.strip():
        raise InvalidInput({"questions": "REQUIRED"})
    row = RespondentRequest(
        id=new_id(),
        complaint_id=complaint.id,
        no=next_no(RespondentRequest, complaint.id, unit),
        round=complaint.round,
        state=RequestState.OPEN,
        requested_by=actor.name,
        requested_at=unit.clock.now(),
        unit_code=asked.code,
        questions=command.questions.strip(),
        window_ends_at=window_end(WINDOW, unit),
    )
    unit.session.add(row)
    unit.session.flush()
    ends = as_iso(row.window_ends_at)
    payload = {"respondent_request_id": row.id, "unit_code": row.unit_code, "window_ends_at": ends}
    unit.trail.add(complaint.id, "respondent.asked", payload, actor)
    variables = {"respondent_request_id": row.id, "window_ends_at": ends}
    tell_stages(MessageName.RESPONDENT_ASKED, row, variables, unit)
    return row
