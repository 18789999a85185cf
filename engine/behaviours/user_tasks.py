"""Transitions of a user task: begun, led through its listeners, then finished or denied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, cast

from engine.behaviours.evaluation import StepFailed
from engine.behaviours.incidents import raise_incident
from engine.behaviours.task_changes import apply_changes
from engine.behaviours.task_listeners import (
    create_listener_job,
    find_next_listener,
    pending,
    pending_changes,
    pending_event,
    pending_index,
)
from engine.core.answers import Done
from engine.core.transitions import move_user_task
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.model.elements import ListenerEvent
from engine.state.element_instance import ElementInstance
from engine.state.entity import Variables
from engine.state.user_task import UserTask, UserTaskState

_TRANSIT_STATES: Final = {
    ListenerEvent.ASSIGNING: UserTaskState.ASSIGNING,
    ListenerEvent.UPDATING: UserTaskState.UPDATING,
    ListenerEvent.COMPLETING: UserTaskState.COMPLETING,
    ListenerEvent.CANCELING: UserTaskState.CANCELING,
}
_NOUNS: Final = {
    ListenerEvent.ASSIGNING: "Assignment",
    ListenerEvent.UPDATING: "Update",
    ListenerEvent.COMPLETING: "Completion",
}
DENIABLE: Final = frozenset(_NOUNS)


@dataclass(frozen=True, slots=True)
class Transition:
    """What is to happen with a task once its listeners agree."""

    event: ListenerEvent
    changes: Variables = field(default_factory=dict)
    variables: Variables = field(default_factory=dict)
    action: str = ""


def begin(turn: Turn, task: UserTask, transition: Transition) -> None:
    """Start a transition; without listeners it is finished at once."""
    if transition.event in _TRANSIT_STATES:
        move_user_task(turn.state, task, _TRANSIT_STATES[transition.event])
    begun = {
        "event": str(transition.event),
        "index": 0,
        "changes": dict(transition.changes),
        "variables": dict(transition.variables),
        "action": transition.action,
    }
    turn.state.change(task, pending=begun)
    advance(turn, task)


def advance(turn: Turn, task: UserTask) -> None:
    """Offer the next listener's job, or finish the transition after the last."""
    listener = find_next_listener(turn, task)
    if listener is None:
        _FINISH[pending_event(task)](turn, task)
        return
    try:
        create_listener_job(turn, task, listener)
    except StepFailed as failed:
        token = turn.state.get(ElementInstance, task.element_instance_key)
        raise_incident(turn, token, failed.failure)


def accept(turn: Turn, task: UserTask, corrections: Variables) -> None:
    """A listener agreed, maybe with corrections; the next one sees them."""
    gone_on = {"index": pending_index(task) + 1, "changes": pending_changes(task) | corrections}
    turn.state.change(task, pending=pending(task) | gone_on)
    advance(turn, task)


def deny(turn: Turn, task: UserTask, reason: str) -> None:
    """A listener refused: the task is as before, the caller is told the reason."""
    noun = _NOUNS[pending_event(task)]
    _settle(turn, task, UserTaskState.CREATED)
    message = f"{noun} of the User Task with key '{task.key}' was denied by Task Listener. "
    rejection = CommandRejected(Reason.INVALID_STATE, f"{message}Reason to deny: '{reason}'")
    turn.reject(turn.waiters.take(task.key), rejection)


def cancel(turn: Turn, token: ElementInstance) -> None:
    """The task's element is terminated; a caller that waits for a transition is told."""
    task = turn.state.find_by(UserTask, "user_task_of_element", token.key)
    if task is None:
        return
    message = f"The user task with key '{task.key}' was canceled while the command waited for its listeners"
    turn.reject(turn.waiters.take(task.key), CommandRejected(Reason.INVALID_STATE, message))
    begin(turn, task, Transition(ListenerEvent.CANCELING))


def _settle(turn: Turn, task: UserTask, state: UserTaskState) -> None:
    has_ended = state in (UserTaskState.COMPLETED, UserTaskState.CANCELED)
    move_user_task(turn.state, task, state, pending=None, ended_at=turn.now if has_ended else None)


def _apply(turn: Turn, task: UserTask) -> None:
    apply_changes(turn.state, task, pending_changes(task))
    turn.state.change(task, action=str(pending(task).get("action", "")))


def _finish_creating(turn: Turn, task: UserTask) -> None:
    changes = dict(pending_changes(task))
    assignee = changes.pop("assignee", None)
    apply_changes(turn.state, task, changes)
    _settle(turn, task, UserTaskState.CREATED)
    if assignee:
        begin(turn, task, Transition(ListenerEvent.ASSIGNING, {"assignee": assignee}))


def _finish_change(turn: Turn, task: UserTask) -> None:
    _apply(turn, task)
    _settle(turn, task, UserTaskState.CREATED)
    turn.answer(turn.waiters.take(task.key), Done())


def _finish_completing(turn: Turn, task: UserTask) -> None:
    _apply(turn, task)
    variables = cast("Variables", pending(task).get("variables", {}))
    _settle(turn, task, UserTaskState.COMPLETED)
    token = turn.state.get(ElementInstance, task.element_instance_key)
    turn.state.change(token, result=dict(variables))
    turn.complete(token)
    turn.answer(turn.waiters.take(task.key), Done())


def _finish_canceling(turn: Turn, task: UserTask) -> None:
    _settle(turn, task, UserTaskState.CANCELED)
    turn.report_child_ended(task.element_instance_key)


_FINISH: Final[dict[ListenerEvent, Callable[[Turn, UserTask], None]]] = {
    ListenerEvent.CREATING: _finish_creating,
    ListenerEvent.ASSIGNING: _finish_change,
    ListenerEvent.UPDATING: _finish_change,
    ListenerEvent.COMPLETING: _finish_completing,
    ListenerEvent.CANCELING: _finish_canceling,
}
