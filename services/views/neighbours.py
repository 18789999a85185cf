"""The tasks before and after one in a person's list, and where he goes on when he has submitted it.

As many queries for a thousand tasks as for one: only rows near the one that is shown are asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.errors import NotFound
from services.access.kept_away import must_keep_away
from services.access.task_facts import facts_of_task
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.concerned_tasks import Candidate, list_allowed, list_candidates
from services.worklist.task_permission import require_may_know

# How far one looks for a row that no rule keeps the person from.
NEAR = 100


@dataclass(frozen=True, slots=True)
class Near:
    """Whether rows stand on either side in the list; `submitted` are those that the engine has not moved yet.

    What single tasks keep the person from is asked when he goes there, not with every page.
    """

    has_before: bool
    has_after: bool
    submitted: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Keys of tasks in the order of the list; None at its ends."""

    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class WayOn:
    """`in_case` is a task of the same case that this person may do, `in_list` the next row of his list.

    `is_moved_on`: the engine took the submission, so that what follows in the case is there or is not his.
    """

    in_case: str | None
    in_list: str | None
    is_moved_on: bool


def read_near(user_task_key: str, unit: Unit, actor: Actor) -> Near:
    """In a look that reads more beside it: what the list has around this task."""
    listed, earlier, later = _look_around(user_task_key, staff_id_of(actor), unit)
    submitted = sum(1 for row in listed if row.state is TaskState.SUBMITTED)
    return Near(bool(earlier), bool(later), submitted)


def get_neighbours(user_task_key: str, unit_of_work: UnitOfWork, actor: Actor) -> Neighbours:
    """The same for whoever looks at the task; NotFound for who may neither work on it nor read its case."""
    with unit_of_work.reading() as unit:
        task = unit.session.get(Task, user_task_key)
        if task is None:
            raise NotFound
        require_may_know(facts_of_task(task), unit, actor)
        return _read_neighbours(user_task_key, unit, actor)


def find_neighbours(user_task_key: str, unit_of_work: UnitOfWork, actor: Actor) -> Neighbours:
    """Beside an open task of the list; for one that is not in it, its first row comes after."""
    with unit_of_work.reading() as unit:
        return _read_neighbours(user_task_key, unit, actor)


def _read_neighbours(user_task_key: str, unit: Unit, actor: Actor) -> Neighbours:
    login = staff_id_of(actor)
    _, earlier, later = _look_around(user_task_key, login, unit)
    allowed = list_allowed([*earlier, *later], login, unit)
    before = [row.key for row in earlier if row in allowed]
    after = [row.key for row in later if row in allowed]
    return Neighbours(before[-1] if before else None, after[0] if after else None)


def find_way_on(task_record_id: str, wanted: str, unit_of_work: UnitOfWork, actor: Actor) -> WayOn:
    """After this person's own submission; NotFound for another's. `wanted` is the row that stood after it, if any."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        record = unit.session.get(TaskRecord, task_record_id)
        if record is None or record.submitted_by != login:
            raise NotFound
        task = unit.session.get(Task, record.user_task_key)
        listed = list_candidates(login, unit, ~must_keep_away(login, unit), own_first=True)
        waiting = _list_waiting(listed, login)
        of_case = [row for row in waiting if row.facts.complaint_id == record.complaint_id]
        place = next((at for at, row in enumerate(waiting) if row.key == wanted), 0)
        return WayOn(
            in_case=_first(of_case, login, unit),
            in_list=_first([*waiting[place : place + NEAR], *waiting[:NEAR]], login, unit),
            is_moved_on=task is None or task.state is not TaskState.SUBMITTED,
        )


def _look_around(
    user_task_key: str, login: str, unit: Unit
) -> tuple[Sequence[Candidate], Sequence[Candidate], Sequence[Candidate]]:
    """The list, and of what waits in it the rows near this one on either side."""
    listed = list_candidates(login, unit, ~must_keep_away(login, unit), own_first=True)
    waiting = _list_waiting(listed, login, user_task_key)
    place = next((at for at, row in enumerate(waiting) if row.key == user_task_key), None)
    if place is None:
        return listed, [], waiting[:NEAR]
    return listed, waiting[max(0, place - NEAR) : place], waiting[place + 1 : place + 1 + NEAR]


def _list_waiting(listed: Sequence[Candidate], login: str, shown: str = "") -> list[Candidate]:
    """What colleagues hold is nobody's next task, though one of them may be the one that is shown."""
    return [
        row
        for row in listed
        if row.state is TaskState.OPEN and (row.holder == login or row.is_waiting or row.key == shown)
    ]


def _first(rows: Sequence[Candidate], login: str, unit: Unit) -> str | None:
    allowed = list_allowed(rows[: 2 * NEAR], login, unit)
    return next((row.key for row in rows if row in allowed), None)
