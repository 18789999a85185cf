"""One command being applied: the time, the state, the step queue and the answers so far."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from engine.core.answers import Answer, Result
from engine.core.commands import Command
from engine.core.models import Models
from engine.core.state import State
from engine.core.steps import Step, StepKind
from engine.core.waiters import Waiters
from engine.errors import CommandRejected
from engine.state.element_instance import ElementInstance
from engine.state.entity import Entity

# How many inner instances of loops one command enters, and ends; the engine goes on with the others by itself.
INNER_INSTANCES_PER_COMMAND: Final = 100


@dataclass(slots=True)
class Turn:
    """`now` is the same for everything that one command does (epoch milliseconds).

    `waiters` belongs to the core; `activatable_types` collects job types that gained work, `follow_ups` commands that
    this one leads to and that stand or fall by themselves.

    `subject` is the instance that the command is about, `at_work` the one that is being worked in, `due` the entity
    whose moment has come: should the command fail in a way that nobody foresaw, they tell what has to rest.
    `may_enter` and `may_end` tell how many inner instances of loops it still enters and ends.
    """

    now: int
    request_id: int | None
    state: State
    models: Models
    waiters: Waiters
    activatable_types: set[str] = field(default_factory=set)
    follow_ups: list[Command] = field(default_factory=list)
    subject: int | None = None
    at_work: int | None = None
    due: Entity | None = None
    answers: list[Answer] = field(default_factory=list)
    queue: deque[Step] = field(default_factory=deque)
    may_enter: int = field(default_factory=lambda: INNER_INSTANCES_PER_COMMAND)
    may_end: int = field(default_factory=lambda: INNER_INSTANCES_PER_COMMAND)

    def activate(self, token: ElementInstance) -> None:
        """Enter the element, after what is queued already."""
        self.queue.append(Step(StepKind.ACTIVATE, token.key))

    def complete(self, token: ElementInstance) -> None:
        """Leave the element, after what is queued already."""
        self.queue.append(Step(StepKind.COMPLETE, token.key))

    def terminate(self, token: ElementInstance) -> None:
        """End the element with everything below it."""
        self.queue.append(Step(StepKind.TERMINATE, token.key))

    def report_child_ended(self, scope_key: int) -> None:
        """Let a scope look whether it is over as well."""
        self.queue.append(Step(StepKind.CHILD_ENDED, scope_key))

    def join(self, scope: ElementInstance, gateway_id: str) -> None:
        """Let a join look whether it may go on, after what is queued already."""
        self.queue.append(Step(StepKind.JOIN, scope.key, gateway_id))

    def retry(self, token: ElementInstance) -> None:
        """Do the step again that raised an incident."""
        self.queue.append(Step(StepKind.RETRY, token.key))

    def answer(self, request_id: int | None, result: Result) -> None:
        """Tell a caller the result; None stands for nobody."""
        if request_id is not None:
            self.answers.append(Answer(request_id, result))

    def reject(self, request_id: int | None, rejection: CommandRejected) -> None:
        """Tell a caller that waited why nothing comes of it."""
        if request_id is not None:
            self.answers.append(Answer(request_id, None, rejection))
