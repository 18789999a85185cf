"""Asks the unit complained about for its statement; what it sees is an allegation sheet without identity."""

from dataclasses import dataclass

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.ground.codes import UnitKind
from models.ground.errors import InvalidInput, RuleRefused
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.sheets.sent_sheet import Sending, send_sheet
from services.requests.kinds.respondent import RESPONDENT
from services.requests.named_matters import chosen_matters
from services.requests.open_request import NewRequest, open_request
from services.requests.windows import window_end
from services.unit_of_work import Unit

WINDOW = "respondent_reply"
NOT_INVESTIGATED = "NOT_INVESTIGATED"


@dataclass(frozen=True, slots=True)
class AskRespondent:
    """The unit and the questions; `matter_nos` of the accepted matters that it is asked about, empty for all.

    `review_id`: whoever reviews asks, after the answer.
    """

    unit_code: str
    questions: str
    matter_nos: tuple[int, ...] = ()
    review_id: str | None = None


def ask_respondent(
    command: AskRespondent, complaint: Complaint, unit: Unit, actor: Actor
) -> RespondentRequest:
    """Open the request in the caller's unit; the investigation waits for the reply or the end of the window.

    In a review no diagram waits: its decision does. RuleRefused("NOT_INVESTIGATED") outside of both, InvalidInput by field.
    """
    is_in_review = command.review_id is not None
    if complaint.stage is not Stage.INVESTIGATION and not is_in_review:
        raise RuleRefused(NOT_INVESTIGATED)
    asked = unit.session.get(OrganisationUnit, command.unit_code)
    if asked is None or asked.kind is UnitKind.EXTERNAL:
        raise InvalidInput({"unit": "NOT_AN_OPTION"})
    if not command.questions.strip():
        raise InvalidInput({"questions": "REQUIRED"})
    row = RespondentRequest(
        matter_nos=chosen_matters(command.matter_nos, complaint, unit),
        unit_code=asked.code,
        questions=command.questions.strip(),
        window_ends_at=window_end(WINDOW, unit),
        review_id=command.review_id,
    )
    new = NewRequest(RESPONDENT, row, is_announced=not is_in_review)
    open_request(new, complaint, unit, actor)
    sending = Sending(row, RESPONDENT.name, tuple(row.matter_nos or ()), row.window_ends_at)
    send_sheet(sending, complaint, unit, actor)
    return row
