"""Legal transitions as data; anything else means the engine contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.core.state import State
from engine.errors import InvariantBroken
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.user_task import UserTask, UserTaskState

_E = ElementState
ELEMENT_TRANSITIONS: Final[Mapping[str, frozenset[ElementState]]] = {
    _E.ACTIVATING: frozenset({_E.ACTIVE, _E.TERMINATING}),
    _E.ACTIVE: frozenset({_E.COMPLETING, _E.TERMINATING}),
    _E.COMPLETING: frozenset({_E.COMPLETED, _E.TERMINATING}),
    _E.TERMINATING: frozenset({_E.TERMINATED}),
    _E.COMPLETED: frozenset(),
    _E.TERMINATED: frozenset(),
}
_U = UserTaskState
_INTERRUPTED: Final = frozenset({_U.CANCELING, _U.CANCELED})
USER_TASK_TRANSITIONS: Final[Mapping[str, frozenset[UserTaskState]]] = {
    _U.CREATING: frozenset({_U.CREATED}) | _INTERRUPTED,
    _U.CREATED: frozenset({_U.ASSIGNING, _U.UPDATING, _U.COMPLETING}) | _INTERRUPTED,
    _U.ASSIGNING: frozenset({_U.CREATED}) | _INTERRUPTED,
    _U.UPDATING: frozenset({_U.CREATED}) | _INTERRUPTED,
    _U.COMPLETING: frozenset({_U.CREATED, _U.COMPLETED}) | _INTERRUPTED,
    _U.CANCELING: frozenset({_U.CANCELED}),
    _U.COMPLETED: frozenset(),
    _U.CANCELED: frozenset(),
}


def move_element(held: State, token: ElementInstance, to: ElementState, **also: object) -> None:
    """Change the state of an element instance and what changes with it; an illegal change breaks the command."""
    if to not in ELEMENT_TRANSITIONS[token.state]:
        raise InvariantBroken(f"element instance {token.key} cannot go from {token.state} to {to}")
    held.change(token, state=to, **also)


def move_user_task(held: State, task: UserTask, to: UserTaskState, **also: object) -> None:
    """Change the state of a user task and what changes with it; an illegal change breaks the command."""
    if to not in USER_TASK_TRANSITIONS[task.state]:
        raise InvariantBroken(f"user task {task.key} cannot go from {task.state} to {to}")
    held.change(task, state=to, **also)
