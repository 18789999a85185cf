"""Form `give-toy`: somebody gives the toy that was asked for."""

from enum import StrEnum

from models.beside.toy_request import ToyRequest  # type: ignore[import-not-found]  # planted beside this file
from services.requests.kinds.toy import TOY  # type: ignore[import-not-found]  # planted beside this file

from bpmn.names import ProcessId
from models.case.lifecycle import ClockKind, RequestState
from models.ground.codes import Role
from services.access.task_bars import one_by_one
from services.access.task_facts import TaskFacts
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import find_request_of, get_request_of
from services.requests.request_rows import end_request
from services.tasks.extract import OF_THE_FILE
from services.tasks.user_task import UserTask
from services.unit_of_work import Unit


class ToyElement(StrEnum):
    """What its diagram would give to bpmn/names.py."""

    USER_TASK_GIVE_TOY = "UserTask_GiveToy"


def find_asker_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """FOUR_EYES for who asked for it."""
    row = find_request_of(ToyRequest, facts.process_instance_key, facts.complaint_id, unit)
    return "FOUR_EYES" if row is None or row.requested_by == login else None


def context(case: TaskCase) -> Answers:
    """The colour that was asked for."""
    return {"colour": get_request_of(ToyRequest, case.task, case.unit).colour}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """The toy is given."""
    row = get_request_of(ToyRequest, case.task, case.unit)
    row.given_at = case.unit.clock.now()
    end_request(row, RequestState.ANSWERED, "GIVEN", case.unit)
    case.unit.trail.add(case.complaint.id, "toy.given", {"words": text_of(answers, "words")}, case.actor)
    return {"is_given": True}


TASK = UserTask(
    form="give-toy",
    process=ProcessId.REVIEW,
    element=ToyElement.USER_TASK_GIVE_TOY,
    roles=(Role.INTAKE,),
    find_bars=one_by_one(find_asker_bar),
    request=TOY,
    limit=ClockKind.REVIEW,
    answers=frozenset({"words"}),
    required=frozenset({"words"}),
    outputs=frozenset({"is_given"}),
    extract=OF_THE_FILE,
    context=context,
    apply=apply,
)
