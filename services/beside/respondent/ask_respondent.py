"""Asks the unit complained about, or the person himself, for a statement by an allegation sheet without identity."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.respondent import Respondent
from models.ground.codes import UnitKind
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.left_words import UNDECIDED, Decisions
from models.office.staff import Staff
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
OTHER_UNITS_PERSON, NOT_ABOUT_PERSON = "OTHER_UNITS_PERSON", "NOT_ABOUT_PERSON"


@dataclass(frozen=True, slots=True)
class AskRespondent:
    """The unit and the questions; `matter_nos` of the accepted matters that it is asked about, empty for all.

    `review_id`: whoever reviews asks, after the answer. `staff_id`: a respondent of that unit is asked himself, about his
    own matters. `decided`: what becomes of words about third persons in it.
    """

    unit_code: str
    questions: str
    matter_nos: tuple[int, ...] = ()
    review_id: str | None = None
    staff_id: str = ""
    decided: Decisions = UNDECIDED


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
        matter_nos=_choose_matters(command, complaint, unit),
        unit_code=asked.code,
        staff_id=command.staff_id or None,
        questions=command.questions.strip(),
        window_ends_at=window_end(WINDOW, unit),
        review_id=command.review_id,
    )
    new = NewRequest(RESPONDENT, row, is_announced=not is_in_review)
    open_request(new, complaint, unit, actor)
    sending = Sending(
        row,
        RESPONDENT.name,
        tuple(row.matter_nos or ()),
        row.window_ends_at,
        is_to_person=row.staff_id is not None,
        words=row.questions,
        decided=command.decided,
    )
    send_sheet(sending, complaint, unit, actor)
    return row


def list_people_complained_about(complaint: Complaint, unit: Unit) -> list[Staff]:
    """The members of staff who are respondents of the case, each once."""
    named = select(Respondent.staff_id).where(Respondent.complaint_id == complaint.id, Respondent.in_force())
    return list(
        unit.session.scalars(
            select(Staff).where(Staff.login.in_(named), Staff.active.is_(True)).order_by(Staff.login)
        )
    )


def _choose_matters(command: AskRespondent, complaint: Complaint, unit: Unit) -> list[int] | None:
    """Of a person only what is about him; InvalidInput on `person` for another unit's, on `matter_nos` for another's matter."""
    chosen = chosen_matters(command.matter_nos, complaint, unit)
    if not command.staff_id:
        return chosen
    people = {person.login: person for person in list_people_complained_about(complaint, unit)}
    if command.staff_id not in people:
        raise InvalidInput({"person": "NOT_AN_OPTION"})
    if people[command.staff_id].unit != command.unit_code:
        raise InvalidInput({"person": OTHER_UNITS_PERSON})
    own = _list_own_matters(command.staff_id, chosen or (), complaint, unit)
    if not own or (command.matter_nos and own != chosen):
        raise InvalidInput({"matter_nos": NOT_ABOUT_PERSON})
    return own


def _list_own_matters(login: str, numbers: Sequence[int], complaint: Complaint, unit: Unit) -> list[int]:
    rows = unit.session.scalars(
        select(Respondent.matter_no).where(
            Respondent.complaint_id == complaint.id, Respondent.staff_id == login, Respondent.in_force()
        )
    ).all()
    return [number for number in numbers if None in rows or number in rows]
