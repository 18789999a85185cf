"""The pure engine: commands and the time in, answers and dirty entities out. No I/O, no clock, one caller."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.answers import Answer
from engine.core.commands import Command
from engine.core.models import Models
from engine.core.state import Dirty, State
from engine.core.turn import Turn
from engine.elements.life_cycle import run_steps
from engine.errors import CommandRejected, DeploymentError
from engine.model.process import Process
from engine.processing.handlers import HANDLERS
from engine.state.entity import Entity
from engine.state.unfinished_loop import UnfinishedLoop


class Core:
    """Not thread-safe: one writer calls it. An exception out of `process` means memory and store differ."""

    def __init__(self) -> None:
        self.state = State()
        self._models = Models(self.state)
        self._waiters: dict[int, int] = {}
        self._activatable_types: set[str] = set()

    @classmethod
    def load(cls, entities: Iterable[Entity]) -> Core:
        """A core that goes on where the stored entities stand."""
        core = cls()
        core.state.load(entities)
        return core

    def process(self, command: Command, now_ms: int, request_id: int | None = None) -> list[Answer]:
        """Apply one command completely or not at all; answers are of this or of earlier commands.

        `request_id` names the caller; None asks for no answer. User task commands are answered after their last
        listener, maybe by the call that processes the listener's job. Anything raised from here is fatal.
        """
        turn = Turn(now_ms, request_id, self.state, self._models, self._waiters, self._activatable_types)
        try:
            result = HANDLERS[type(command)](turn, command)
        except (CommandRejected, DeploymentError) as rejection:
            self.state.undo()
            return [Answer(request_id, None, rejection)] if request_id is not None else []
        if result is not None:
            turn.answer(request_id, result)
        run_steps(turn)
        self.state.seal()
        return turn.answers

    def abandon(self, request_id: int) -> None:
        """Forget a caller that no longer waits for its deferred answer."""
        for awaited_key, waiting in list(self._waiters.items()):
            if waiting == request_id:
                del self._waiters[awaited_key]

    def model(self, process_definition_key: int) -> Process:
        """The executable model of a deployed definition, for the names of its elements."""
        return self._models.get(process_definition_key)

    def next_due(self) -> int | None:
        """When `FireDue` has to be processed next (epoch milliseconds), or None."""
        return self.state.next_due()

    def next_loop(self) -> int | None:
        """The instance whose loops `GoOnWithLoops` has to go on with next, or None."""
        loop = self.state.find_by(UnfinishedLoop, "unfinished_loops", ())
        return None if loop is None else loop.process_instance_key

    def drain_dirty(self) -> Dirty:
        """The rows that the commands since the last call have changed."""
        return self.state.drain_dirty()

    def drain_activatable_types(self) -> set[str]:
        """Job types that gained an activatable job since the last call, to wake long polls."""
        types = set(self._activatable_types)
        self._activatable_types.clear()
        return types
