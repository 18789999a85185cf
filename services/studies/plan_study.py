"""Who leads a study, what it asks, and by when its analysis is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from bpmn.pages import STUDY_PLAN_PAGE
from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.study_codes import StudyState
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.studies.get_study import get_study, require_asked
from services.studies.open_study import LONGEST_WORDS
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.office_tasks import end_task, find_task

LATEST = timedelta(days=365)
LEADING = (Role.SUPERVISOR, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class PlanStudy:
    """As the form has it."""

    study_id: str
    lead: str
    questions: str
    due_on: str


def plan_study(command: PlanStudy, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; sent again it is the same plan. InvalidInput by field, Conflict(STUDY_MOVED) where no plan is asked for."""
    login = require_role(actor, *LEADING)
    with unit_of_work as unit:
        study = get_study(command.study_id, unit)
        questions = command.questions.strip()
        is_same = (study.planned_by, study.lead, study.questions) == (login, command.lead, questions)
        # A process that began anew asks again, and the same plan may be the answer.
        if is_same and find_task(STUDY_PLAN_PAGE, study.id, unit) is None:
            return
        require_asked(study, STUDY_PLAN_PAGE, unit)
        due_on = _check(command, unit)
        study.lead, study.questions, study.due_on = command.lead, questions, due_on
        study.planned_by, study.planned_at, study.reminded_at = login, unit.clock.now(), None
        study.state = StudyState.ANALYSING
        payload = {"study": study.id, "lead": study.lead, "due_on": due_on.isoformat()}
        unit.trail.add(None, "study.planned", payload, actor)
        end_task(STUDY_PLAN_PAGE, study.id, unit)


def list_leads(unit: Unit) -> Sequence[str]:
    """Logins of those who may lead one: at work, supervisors and directors."""
    rows = unit.session.execute(select(Staff.login, Staff.roles).where(Staff.active.is_(True)))
    return [login for login, roles in rows if set(LEADING) & set(map(Role, roles))]


def read_due(told: str, today: date, errors: dict[str, str]) -> date:
    """The day by which something is due; today stands for one that is wrong, which `errors` then says."""
    try:
        due_on = parse_any_day(told.strip())
    except ValueError:
        errors["due_on"] = "NOT_A_DATE" if told.strip() else "REQUIRED"
        return today
    if due_on < today:
        errors["due_on"] = "IN_THE_PAST"
    elif due_on > today + LATEST:
        errors["due_on"] = "TOO_LARGE"
    return due_on


def _check(command: PlanStudy, unit: Unit) -> date:
    errors: dict[str, str] = {}
    if command.lead not in list_leads(unit):
        errors["lead"] = "NOT_AN_OPTION" if command.lead else "REQUIRED"
    questions = command.questions.strip()
    if not 1 <= len(questions) <= LONGEST_WORDS:
        errors["questions"] = "TOO_LONG" if questions else "REQUIRED"
    due_on = read_due(command.due_on, beijing_date(unit.clock.now()), errors)
    if errors:
        raise InvalidInput(errors)
    return due_on
