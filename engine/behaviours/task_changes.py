"""Changes of user task attributes as JSON: made from commands and listeners, checked, applied."""

from __future__ import annotations

from typing import Final

from engine.core.commands import Corrections
from engine.core.state import State
from engine.errors import CommandRejected, Reason
from engine.model.intervals import TimerRefused, parse_moment
from engine.state.entity import Json, Variables
from engine.state.user_task import UserTask

MAX_PRIORITY: Final = 100
_DATES: Final = ("dueDate", "followUpDate")


def changes_of(corrections: Corrections | None) -> Variables:
    """Only what is to change, under the attribute names of the REST interface; empty values clear."""
    if corrections is None:
        return {}
    given: Variables = {
        "assignee": corrections.assignee,
        "candidateGroups": _listed(corrections.candidate_groups),
        "candidateUsers": _listed(corrections.candidate_users),
        "dueDate": corrections.due_date,
        "followUpDate": corrections.follow_up_date,
        "priority": corrections.priority,
    }
    return {name: value for name, value in given.items() if value is not None}


def _listed(texts: tuple[str, ...] | None) -> Json:
    return None if texts is None else list(texts)


def check_changes(changes: Variables) -> None:
    """Refuse a date without zone or a priority out of range with INVALID_ARGUMENT."""
    for name in _DATES:
        date = changes.get(name)
        if isinstance(date, str) and date:
            try:
                parse_moment(date)
            except TimerRefused as refusal:
                raise CommandRejected(Reason.INVALID_ARGUMENT, f"The provided {name} {refusal}") from refusal
    priority = changes.get("priority")
    if isinstance(priority, int) and not 0 <= priority <= MAX_PRIORITY:
        message = f"Expected priority to be within the bounds [0, {MAX_PRIORITY}], but got {priority}"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message)


def attributes_with(task: UserTask, changes: Variables) -> Variables:
    """All attributes as they will be once the changes are applied."""
    before: Variables = {
        "assignee": task.assignee,
        "candidateGroups": list(task.candidate_groups),
        "candidateUsers": list(task.candidate_users),
        "dueDate": task.due_date,
        "followUpDate": task.follow_up_date,
        "priority": task.priority,
    }
    return before | changes


def apply_changes(state: State, task: UserTask, changes: Variables) -> None:
    """Write the changes to the task."""
    after = attributes_with(task, changes)
    # The values were typed by `changes_of` or evaluated by the task's own element.
    state.change(
        task,
        assignee=after["assignee"] or None,
        candidate_groups=after["candidateGroups"],
        candidate_users=after["candidateUsers"],
        due_date=after["dueDate"] or None,
        follow_up_date=after["followUpDate"] or None,
        priority=after["priority"],
    )
