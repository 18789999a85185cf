"""Somebody other than who analysed it decides a study: more analysis, no measure with the reason, or measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bpmn.pages import STUDY_DECISION_PAGE
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, RuleRefused
from models.ground.study_codes import StudyDecision, StudyState
from models.office.study import Study, StudyAnalysis
from services.actor import Actor, require_role
from services.studies.get_study import STUDY_MOVED, get_study, require_asked
from services.studies.open_study import LONGEST_WORDS
from services.studies.plan_study import read_due
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.office_tasks import end_task

OWN_ANALYSIS = "OWN_ANALYSIS"


@dataclass(frozen=True, slots=True)
class DecideStudy:
    """As the form has it; `round` is the number of the analysis that stood on the page."""

    study_id: str
    round: str
    decision: str
    reason: str
    due_on: str


def decide_study(command: DecideStudy, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; sent again it is the same decision.

    RuleRefused(OWN_ANALYSIS) for who analysed it, InvalidInput by field, Conflict(STUDY_MOVED) where something else is asked for.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        study = get_study(command.study_id, unit)
        analysis = unit.session.get(StudyAnalysis, (study.id, study.round))
        if analysis is None or str(study.round) != command.round:
            raise Conflict(code=STUDY_MOVED)
        told = (login, command.decision, command.reason.strip())
        if (analysis.decided_by, analysis.decision, analysis.reason) == told:
            return
        require_asked(study, STUDY_DECISION_PAGE, unit)
        if analysis.by == login:
            raise RuleRefused(OWN_ANALYSIS)
        decision, due_on = _check(command, study, beijing_date(unit.clock.now()))
        analysis.decision, analysis.reason = decision, command.reason.strip()
        analysis.decided_by, analysis.decided_at = login, unit.clock.now()
        _move(study, decision, due_on, unit)
        payload = {"study": study.id, "round": study.round, "decision": decision.value}
        unit.trail.add(None, "study.decided", payload, actor)
        end_task(STUDY_DECISION_PAGE, study.id, unit, variables={"study_decision": decision.value})


def _move(study: Study, decision: StudyDecision, due_on: date, unit: Unit) -> None:
    study.due_on = due_on
    if decision is StudyDecision.MORE:
        study.state = StudyState.ANALYSING
        return
    study.state, study.decision = StudyState.CLOSED, decision
    study.running_about, study.ended_at = None, unit.clock.now()


def _check(command: DecideStudy, study: Study, today: date) -> tuple[StudyDecision, date]:
    errors: dict[str, str] = {}
    if command.decision not in set(StudyDecision):
        errors["decision"] = "REQUIRED"
    reason = command.reason.strip()
    if not 1 <= len(reason) <= LONGEST_WORDS:
        errors["reason"] = "TOO_LONG" if reason else "REQUIRED"
    due_on = study.due_on
    if command.decision == StudyDecision.MORE:
        due_on = read_due(command.due_on, today, errors)
    if errors:
        raise InvalidInput(errors)
    return StudyDecision(command.decision), due_on
