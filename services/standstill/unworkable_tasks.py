"""Open tasks that no active person may do: no list shows them, and nothing would happen until somebody mends it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from models.office.staff import Staff
from services.access.task_facts import TaskFacts, facts_of_task
from services.office.active_staff import list_active_staff
from services.standstill.found import Found
from services.unit_of_work import Unit
from services.worklist.sync_tasks import NAME
from services.worklist.task_permission import find_bars

# Tasks that are asked about in one go; as in services/views/page.py.
TASKS_AT_ONCE = 500
NO_ROLE, UNKNOWN_ROLE, NOBODY_WITH_ROLE, ALL_BARRED, HOLDER_KEPT_AWAY = (
    "NO_ROLE",
    "UNKNOWN_ROLE",
    "NOBODY_WITH_ROLE",
    "ALL_BARRED",
    "HOLDER_KEPT_AWAY",
)

# A task's facts, and who has claimed it: nobody else may do that.
Held = tuple[TaskFacts, str | None]


def find_unworkable(unit: Unit) -> list[Found]:
    """All of them, by the rules of the task lists; `facts` holds `reason`, `groups`, `element_id` and `name`."""
    people = list_active_staff(unit)
    held = [
        (TaskFacts(complaint_id, element_id, tuple(groups), instance, key), claimed_by)
        for key, complaint_id, element_id, groups, instance, claimed_by in unit.session.execute(
            select(
                Task.user_task_key,
                Task.complaint_id,
                Task.element_id,
                Task.candidate_groups,
                Task.process_instance_key,
                Task.claimed_by,
            ).where(Task.state == TaskState.OPEN)
        )
    ]
    left = [
        key
        for start in range(0, len(held), TASKS_AT_ONCE)
        for key in _list_left(held[start : start + TASKS_AT_ONCE], people, unit)
    ]
    return list(_describe(left, people, unit))


def is_unworkable(task: Task, unit: Unit) -> bool:
    """Whether no active person may do this open task."""
    return bool(_list_left([(facts_of_task(task), task.claimed_by)], list_active_staff(unit), unit))


def _list_left(held: Sequence[Held], people: Sequence[Staff], unit: Unit) -> list[str]:
    """The keys of those that every person is kept from.

    A person is asked about those only that nobody before him may do, and about his role's first: a handful of people
    clear nearly all of the tasks, and what is left for everybody is small.
    """
    left = dict(held)
    for is_by_role in (True, False):
        for person in people:
            asked = {
                facts
                for facts, holder in left.items()
                if holder in (None, person.login)
                and (not is_by_role or set(person.roles) & set(facts.candidate_groups))
            }
            if not asked:
                continue
            barred = find_bars(asked, person.login, unit)
            left = {facts: holder for facts, holder in left.items() if facts not in asked or facts in barred}
    return [str(facts.user_task_key) for facts in left]


def _describe(keys: Sequence[str], people: Sequence[Staff], unit: Unit) -> Iterator[Found]:
    staffed = frozenset(role for person in people for role in person.roles)
    for start in range(0, len(keys), TASKS_AT_ONCE):
        part = select(Task).where(Task.user_task_key.in_(keys[start : start + TASKS_AT_ONCE]))
        for task in unit.session.scalars(part):
            facts = {
                "reason": _reason(task, staffed),
                "groups": list(task.candidate_groups),
                "element_id": task.element_id,
                "name": task.details.get(NAME),
            }
            yield Found(task.user_task_key, task.created_at, facts, task.complaint_id)


def _reason(task: Task, staffed: frozenset[str]) -> str:
    if task.claimed_by is not None:
        return HOLDER_KEPT_AWAY
    if not task.candidate_groups:
        return NO_ROLE
    known = {role.value for role in Role}
    if known.isdisjoint(task.candidate_groups):
        return UNKNOWN_ROLE
    return NOBODY_WITH_ROLE if staffed.isdisjoint(task.candidate_groups) else ALL_BARRED
