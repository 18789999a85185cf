"""Claiming a task: one person works on it, the engine is told after the commit."""

from dataclasses import dataclass

from models.case.task import Task
from models.ground.errors import Conflict, NotPermitted
from services.access.task_facts import facts_of_task
from services.access.unsettled_relations import RELATION_UNDECIDED
from services.actor import Actor, staff_id_of
from services.beside.recusal.ask_about_relation import ask_about_relation
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.get_task import get_open_task
from services.worklist.task_permission import find_bar, require_may_work


@dataclass(frozen=True, slots=True)
class ClaimTask:
    """The task to take."""

    user_task_key: str


def claim_task(command: ClaimTask, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Take the task; taking one's own again changes nothing.

    NotFound, NotPermitted with the rule's code, Conflict when it has ended or somebody else has it. Who declared a
    relation that his superior must decide on is refused, and the superior is asked.
    """
    with unit_of_work as unit:
        task = get_open_task(command.user_task_key, unit, actor)
        login = staff_id_of(actor)
        must_ask = find_bar(facts_of_task(task), login, unit) == RELATION_UNDECIDED
        if must_ask:
            ask_about_relation(task.complaint_id, login, unit)
        else:
            _claim(task, unit, actor)
    if must_ask:
        raise NotPermitted(code=RELATION_UNDECIDED)


def _claim(task: Task, unit: Unit, actor: Actor) -> None:
    login = require_may_work(facts_of_task(task), unit, actor)
    if task.claimed_by == login:
        return
    if task.claimed_by is not None:
        raise Conflict(code="CLAIMED_BY_OTHER")
    task.claimed_by = login
    tell_assignee(task, login, f"assign:{task.user_task_key}:{unit.clock.now().isoformat()}", unit)
    unit.trail.add(task.complaint_id, "task.claimed", {"element_id": task.element_id}, actor)
