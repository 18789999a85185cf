"""The analysis of a study: why after why, or the five branches of a fishbone, each line with its evidence, down to the root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpmn.pages import STUDY_ANALYSIS_PAGE
from models.ground.cause_codes import CauseRoot
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput
from models.ground.study_codes import StudyMethod, StudyState
from models.office.study import Study, StudyAnalysis, StudyStep
from services.actor import Actor, require_role
from services.studies.get_study import STUDY_MOVED, get_study, require_asked
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.office_tasks import end_task

LONGEST_STEP = 500
MOST_WHYS = 7
# One answer is what everybody knew before; the root lies below it.
LEAST_WHYS = 2


@dataclass(frozen=True, slots=True)
class Entered:
    """One line of the form: `name` is its field, `branch` None for a why."""

    name: str
    words: str
    evidence: str
    branch: CauseRoot | None = None


@dataclass(frozen=True, slots=True)
class AnalyseStudy:
    """As the form has it; `round` is how many analyses there were on the page. Lines without words are left out."""

    study_id: str
    round: str
    method: str
    entered: Sequence[Entered]
    root: str
    root_cause: str


def analyse_study(command: AnalyseStudy, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; sent again it is the same analysis.

    InvalidInput by field (`whys`, `branches` where too little was said), Conflict(STUDY_MOVED) where none is asked for.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        study = get_study(command.study_id, unit)
        if _is_repeat(command, study, login, unit):
            return
        require_asked(study, STUDY_ANALYSIS_PAGE, unit)
        if command.round != str(study.round):
            raise Conflict(code=STUDY_MOVED)
        method, lines = _check(command)
        study.round += 1
        analysis = StudyAnalysis(study_id=study.id, round=study.round, method=method, by=login)
        analysis.root, analysis.root_cause = CauseRoot(command.root), command.root_cause.strip()
        analysis.at = unit.clock.now()
        unit.session.add(analysis)
        _add_steps(study, lines, login, unit)
        study.state, study.reminded_at = StudyState.DECIDING, None
        payload = {"study": study.id, "round": study.round, "root": analysis.root.value}
        unit.trail.add(None, "study.analysed", payload, actor)
        end_task(STUDY_ANALYSIS_PAGE, study.id, unit)


def _is_repeat(command: AnalyseStudy, study: Study, login: str, unit: Unit) -> bool:
    """The same words in another round are an analysis of their own."""
    last = unit.session.get(StudyAnalysis, (study.id, study.round))
    if last is None or command.round != str(study.round - 1):
        return False
    return (last.by, last.root_cause) == (login, command.root_cause.strip())


def _add_steps(study: Study, lines: Sequence[Entered], login: str, unit: Unit) -> None:
    for no, line in enumerate(lines, 1):
        step = StudyStep(study_id=study.id, round=study.round, no=no, branch=line.branch, by=login)
        step.words, step.evidence = line.words.strip(), line.evidence.strip()
        unit.session.add(step)


def _check(command: AnalyseStudy) -> tuple[StudyMethod, list[Entered]]:
    errors: dict[str, str] = {}
    is_chain = command.method == StudyMethod.WHYS
    lines = [
        line
        for line in command.entered
        if (line.branch is None) is is_chain and (line.words.strip() or line.evidence.strip())
    ]
    if command.method not in set(StudyMethod):
        errors["method"] = "REQUIRED"
    elif is_chain and len(lines) < LEAST_WHYS:
        errors["why-1"] = "MORE_WHYS"
    elif not lines:
        errors[f"branch-{CauseRoot.INSTITUTION}"] = "REQUIRED"
    for line in lines:
        errors |= _check_line(line)
    if command.root not in set(CauseRoot):
        errors["root"] = "REQUIRED"
    root_cause = command.root_cause.strip()
    if not 1 <= len(root_cause) <= LONGEST_STEP:
        errors["root_cause"] = "TOO_LONG" if root_cause else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return StudyMethod(command.method), lines


def _check_line(line: Entered) -> dict[str, str]:
    told = {line.name: line.words.strip(), f"{line.name}-seen": line.evidence.strip()}
    return {
        name: "TOO_LONG" if text else "REQUIRED"
        for name, text in told.items()
        if not 1 <= len(text) <= LONGEST_STEP
    }
