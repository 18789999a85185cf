"""The answer to the question about a title, and what happens when nobody gives one in two office hours."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.file_restriction import RestrictionKind
from models.case.lifecycle import DecisionKind
from models.case.respondent import Respondent
from models.ground.codes import RespondentMatch
from models.ground.errors import Conflict, NotFound
from models.ground.ids import new_id
from models.office.complaint_route import ComplaintRoute
from models.office.staff import Staff
from services.access.restricted import find_restriction
from services.actor import SYSTEM, Actor, staff_id_of
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import get_complaint
from services.restriction.follow_route import follow_route
from services.restriction.restrict import NewRestriction, end_restriction, restrict
from services.restriction.title_question import due_of, list_unanswered
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class TitleQuestion:
    """What the asked person sees: the sentence without identity, and until when. Neither number nor case."""

    question_id: str
    title: str
    sentence: str
    due_at: datetime


def list_title_questions(unit_of_work: UnitOfWork, actor: Actor) -> list[TitleQuestion]:
    """The questions that wait for this person, oldest first."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        return [
            TitleQuestion(row.id, str(row.content["title"]), str(row.content["sentence"]), due_of(row))
            for row in list_unanswered(unit)
            if row.content["asked"] == login
        ]


def answer_title(question_id: str, is_meant: bool, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Yes: the leader is a respondent and the route acts. No: it goes on as before, and a restriction for want of an answer ends.

    NotFound for a question that waits for somebody else, Conflict("ANSWERED_BEFORE") for one that was answered.
    """
    login = staff_id_of(actor)
    with unit_of_work as unit:
        row = unit.session.get(Decision, question_id)
        if row is None or row.kind is not DecisionKind.TITLE or row.content["asked"] != login:
            raise NotFound
        if row.by != SYSTEM.name:
            raise Conflict(code="ANSWERED_BEFORE")
        complaint = get_complaint(row.complaint_id, unit)
        content = {**row.content, "answer": "yes" if is_meant else "no"}
        record_decision(NewDecision(complaint.id, DecisionKind.TITLE, row.round, content), unit, actor)
        restriction = find_restriction(complaint.id, unit)
        if restriction is not None and restriction.by == SYSTEM.name and restriction.route_id is None:
            end_restriction(complaint, "", unit, SYSTEM)
        if is_meant:
            _name(cast("list[str]", content["people"]), complaint, unit, actor)
            follow_route(complaint, unit)


def restrict_unanswered(unit: Unit) -> int:
    """Restrict the cases whose question has waited for two office hours, to who was asked and to whom the route names."""
    restricted = 0
    for row in list_unanswered(unit):
        if due_of(row) > unit.clock.now() or find_restriction(row.complaint_id, unit) is not None:
            continue
        route = unit.session.get_one(ComplaintRoute, row.content["route_id"])
        people = {str(row.content["asked"]), *filter(None, (route.passed_on_by, route.approver))}
        units = () if route.handled_by is None else (route.handled_by,)
        complaint = get_complaint(row.complaint_id, unit)
        restrict(NewRestriction(RestrictionKind.ROUTE, people, units), complaint, unit, SYSTEM)
        restricted += 1
    return restricted


def _name(logins: list[str], complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """One leader by name; of several with one title and one way, each: which of them it is the superior organ finds out."""
    of_case = select(func.max(Respondent.no)).where(Respondent.complaint_id == complaint.id)
    number, now = unit.session.scalar(of_case) or 0, unit.clock.now()
    for offset, login in enumerate(logins, start=1):
        row = Respondent(
            id=new_id(),
            complaint_id=complaint.id,
            no=number + offset,
            unit=unit.session.get_one(Staff, login).unit,
            staff_id=login,
            match=RespondentMatch.EXACT if len(logins) == 1 else RespondentMatch.AMBIGUOUS,
            candidates=[] if len(logins) == 1 else list(logins),
            named_by=actor.name,
            named_at=now,
            confirmed_by=actor.name,
            confirmed_at=now,
        )
        unit.session.add(row)
    unit.session.flush()
