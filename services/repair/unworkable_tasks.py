"""Open tasks that no active person may do: no list shows them, and nothing would happen until somebody mends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from models.office.staff import Staff
from services.access.find_exclusion import find_exclusions
from services.access.task_facts import TaskFacts, facts_of_task
from services.actor import Actor, require_role
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.sync_tasks import NAME
from services.worklist.task_permission import find_bars

MAX_SHOWN = 100
# Tasks that are asked about in one go; as in services/views/page.py.
TASKS_AT_ONCE = 500
NO_ROLE, UNKNOWN_ROLE, NOBODY_WITH_ROLE, ALL_BARRED = (
    "NO_ROLE",
    "UNKNOWN_ROLE",
    "NOBODY_WITH_ROLE",
    "ALL_BARRED",
)


@dataclass(frozen=True, slots=True)
class UnworkableTask:
    """`reason` is a code, `groups` what the diagram says of roles; `name` is the diagram's own."""

    user_task_key: str
    element_id: str
    name: str | None
    complaint_id: str
    number: str
    since: datetime
    reason: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnworkableTasks:
    """The oldest of them, and how many there are in all."""

    tasks: tuple[UnworkableTask, ...]
    total: int


def list_unworkable_tasks(unit_of_work: UnitOfWork, actor: Actor) -> UnworkableTasks:
    """The oldest first, by the rules of the task lists.

    For the supervisor and the director; NotPermitted for others. Tasks of
    cases that the person must keep away from are left out.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        people = list(unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login)))
        query = select(Task).where(Task.state == TaskState.OPEN).order_by(Task.created_at, Task.user_task_key)
        tasks = unit.session.scalars(query).all()
        found: list[UnworkableTask] = []
        for start in range(0, len(tasks), TASKS_AT_ONCE):
            found += _list_of_part(tasks[start : start + TASKS_AT_ONCE], people, login, unit)
    return UnworkableTasks(tuple(found[:MAX_SHOWN]), len(found))


def _list_of_part(
    tasks: Sequence[Task], people: Sequence[Staff], login: str, unit: Unit
) -> list[UnworkableTask]:
    left = _list_without_person({facts_of_task(task) for task in tasks}, people, unit)
    ids = {facts.complaint_id for facts in left}
    barred = find_exclusions(ids, login, unit)
    numbers = select(Complaint.id, Complaint.number).where(Complaint.id.in_(ids))
    number_of = {case: number for case, number in unit.session.execute(numbers)}
    staffed = frozenset(role for person in people for role in person.roles)
    return [
        UnworkableTask(
            user_task_key=task.user_task_key,
            element_id=task.element_id,
            name=task.details.get(NAME),
            complaint_id=task.complaint_id,
            number=number_of[task.complaint_id],
            since=task.created_at,
            reason=_reason(task.candidate_groups, staffed),
            groups=tuple(task.candidate_groups),
        )
        for task in tasks
        if facts_of_task(task) in left and task.complaint_id not in barred
    ]


def _list_without_person(tasks: set[TaskFacts], people: Sequence[Staff], unit: Unit) -> set[TaskFacts]:
    """Those that every person is kept from.

    A person is asked about those only that nobody before him may do, and about his role's first: a handful of people
    clear nearly all of the tasks, and what is left for everybody is small.
    """
    left = set(tasks)
    for is_by_role in (True, False):
        for person in people:
            asked = {
                facts for facts in left if not is_by_role or set(person.roles) & set(facts.candidate_groups)
            }
            left -= asked - find_bars(asked, person.login, unit).keys()
    return left


def _reason(groups: Sequence[str], staffed: frozenset[str]) -> str:
    if not groups:
        return NO_ROLE
    known = {role.value for role in Role}
    if known.isdisjoint(groups):
        return UNKNOWN_ROLE
    return NOBODY_WITH_ROLE if staffed.isdisjoint(groups) else ALL_BARRED
