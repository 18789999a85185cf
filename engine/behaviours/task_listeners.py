"""Listener jobs of user tasks: what they are made from and what their workers see of the task."""

from __future__ import annotations

import json
from typing import Final, cast

from engine.behaviours.jobs import ListenerPlace, create_job
from engine.behaviours.task_changes import attributes_with
from engine.core.answers import ListenerTask
from engine.core.turn import Turn
from engine.model.elements import JobDefinition, ListenerEvent
from engine.model.elements import UserTask as UserTaskElement
from engine.state.element_instance import ElementInstance
from engine.state.entity import Json, Variables
from engine.state.user_task import UserTask

HEADER_PREFIX: Final = "io.camunda.zeebe:"


def find_next_listener(turn: Turn, task: UserTask) -> JobDefinition | None:
    """The listener whose turn it is in the pending transition, or None when all have answered."""
    token = turn.state.get(ElementInstance, task.element_instance_key)
    element = cast("UserTaskElement", turn.models.element_of(token))
    listeners = element.listeners.get(pending_event(task), ())
    index = pending_index(task)
    return listeners[index] if index < len(listeners) else None


def create_listener_job(turn: Turn, task: UserTask, definition: JobDefinition) -> None:
    """Offer the job of one listener; fails the step if its type cannot be evaluated."""
    token = turn.state.get(ElementInstance, task.element_instance_key)
    place = ListenerPlace(pending_event(task), pending_index(task), task.key, _headers(task))
    create_job(turn, token, definition, place)


def pending(task: UserTask) -> Variables:
    """The transition whose listeners run."""
    return task.pending or {}


def pending_event(task: UserTask) -> ListenerEvent:
    """The event of the pending transition."""
    return ListenerEvent(str(pending(task)["event"]))


def pending_index(task: UserTask) -> int:
    """How many listeners have answered."""
    return cast("int", pending(task)["index"])


def pending_changes(task: UserTask) -> Variables:
    """What the transition changes, with the corrections so far."""
    return cast("Variables", pending(task).get("changes", {}))


def listener_view(task: UserTask) -> ListenerTask:
    """The task as it will be if the transition is not denied."""
    after = attributes_with(task, pending_changes(task))
    return ListenerTask(
        user_task_key=task.key,
        action=str(pending(task).get("action", "")),
        assignee=cast("str | None", after["assignee"]) or None,
        candidate_groups=tuple(cast("list[str]", after["candidateGroups"])),
        candidate_users=tuple(cast("list[str]", after["candidateUsers"])),
        changed_attributes=tuple(sorted(pending_changes(task))),
        due_date=cast("str | None", after["dueDate"]) or None,
        follow_up_date=cast("str | None", after["followUpDate"]) or None,
        form_key=task.form_key,
        priority=cast("int", after["priority"]),
    )


def _headers(task: UserTask) -> dict[str, str]:
    """The same view for workers whose protocol has headers only."""
    view = listener_view(task)
    values: dict[str, Json] = {
        "userTaskKey": view.user_task_key,
        "action": view.action or None,
        "assignee": view.assignee,
        "candidateGroups": list(view.candidate_groups) or None,
        "candidateUsers": list(view.candidate_users) or None,
        "changedAttributes": list(view.changed_attributes) or None,
        "dueDate": view.due_date,
        "followUpDate": view.follow_up_date,
        "formKey": view.form_key,
        "priority": view.priority,
    }
    return {HEADER_PREFIX + name: _text(value) for name, value in values.items() if value is not None}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
