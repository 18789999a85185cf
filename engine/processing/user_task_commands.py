"""Assign, unassign, update and complete user tasks; each is answered after the last listener."""

from __future__ import annotations

from engine.behaviours.resting import refuse_resting
from engine.behaviours.slices import is_doomed
from engine.behaviours.task_changes import changes_of, check_changes
from engine.behaviours.user_tasks import Transition, begin
from engine.core.commands import AssignUserTask, CompleteUserTask, UnassignUserTask, UpdateUserTask
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.model.elements import ListenerEvent
from engine.state.element_instance import ElementInstance
from engine.state.user_task import UserTask, UserTaskState


def assign_user_task(turn: Turn, command: AssignUserTask) -> None:
    """Give the task to somebody; without override only while nobody has it."""
    if not command.assignee.strip():
        raise CommandRejected(Reason.INVALID_ARGUMENT, "No assignee provided")
    task = _get_task(turn, command.user_task_key, "assign")
    if not command.allow_override and task.assignee is not None:
        message = (
            f"Expected to claim user task with key '{task.key}', but it has already been assigned to "
            f"'{task.assignee}'"
        )
        raise CommandRejected(Reason.INVALID_STATE, message)
    action = command.action or ("assign" if command.allow_override else "claim")
    _begin(turn, task, Transition(ListenerEvent.ASSIGNING, {"assignee": command.assignee}, action=action))


def unassign_user_task(turn: Turn, command: UnassignUserTask) -> None:
    """Take the assignee away."""
    task = _get_task(turn, command.user_task_key, "unassign")
    action = command.action or "unassign"
    _begin(turn, task, Transition(ListenerEvent.ASSIGNING, {"assignee": ""}, action=action))


def update_user_task(turn: Turn, command: UpdateUserTask) -> None:
    """Change attributes other than the assignee."""
    changes = changes_of(command.changes)
    if "assignee" in changes:
        message = "The assignee is changed by an assignment, not by an update"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message)
    check_changes(changes)
    task = _get_task(turn, command.user_task_key, "update")
    _begin(turn, task, Transition(ListenerEvent.UPDATING, changes, action=command.action or "update"))


def complete_user_task(turn: Turn, command: CompleteUserTask) -> None:
    """Finish with variables; an assignee is not needed."""
    task = _get_task(turn, command.user_task_key, "complete")
    action = command.action or "complete"
    _begin(turn, task, Transition(ListenerEvent.COMPLETING, variables=command.variables, action=action))


def _get_task(turn: Turn, key: int, verb: str) -> UserTask:
    task = turn.state.find(UserTask, key)
    if task is None or is_doomed(turn, turn.state.get(ElementInstance, task.element_instance_key)):
        message = f"Expected to {verb} user task with key '{key}', but no such user task was found"
        raise CommandRejected(Reason.NOT_FOUND, message)
    refuse_resting(turn, task.process_instance_key, f"{verb} user task with key '{key}'")
    if task.state != UserTaskState.CREATED:
        message = f"Expected to {verb} user task with key '{key}', but it is in state '{task.state}'"
        raise CommandRejected(Reason.INVALID_STATE, message)
    return task


def _begin(turn: Turn, task: UserTask, transition: Transition) -> None:
    turn.waiters.wait(task.key, turn.request_id)
    begin(turn, task, transition)
