"""What keeps a colleague from a task that is given to him, in words that tell nobody which rule of the case it is."""

from __future__ import annotations

from models.case.task import Task
from services.access.task_facts import facts_of_task
from services.unit_of_work import Unit
from services.worklist.task_permission import NOT_ACTIVE_STAFF, ON_LEAVE, ROLE_MISSING, find_bar

TAKER_KEPT_AWAY, TAKER_HIMSELF = "TAKER_KEPT_AWAY", "TAKER_HIMSELF"
# What everybody may know of a colleague; which rule of the case keeps him from it is told to nobody.
_TOLD = {
    NOT_ACTIVE_STAFF: "TAKER_NOT_ACTIVE",
    ON_LEAVE: "TAKER_ON_LEAVE",
    ROLE_MISSING: "TAKER_WITHOUT_ROLE",
}


def find_obstacle(task: Task, to: str, by: str, unit: Unit) -> str | None:
    """The code of why `by` cannot give the task to `to`, None when nothing speaks against it."""
    if to == by:
        return TAKER_HIMSELF
    bar = find_bar(facts_of_task(task), to, unit)
    return None if bar is None else _TOLD.get(bar, TAKER_KEPT_AWAY)
