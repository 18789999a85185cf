"""The pure engine: commands and the time in, answers and dirty entities out. No I/O, no clock, one caller."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import CommandRejected, DeploymentError, Reason
from engine.processing.answers import Answer
from engine.processing.commands import Command
from engine.processing.state import Dirty, State
from engine.state.entity import Entity


class Core:
    """Not thread-safe: one writer calls it. An exception out of `process` means memory and store differ."""

    def __init__(self) -> None:
        self.state = State()

    @classmethod
    def load(cls, entities: Iterable[Entity]) -> Core:
        """A core that goes on where the stored entities stand."""
        core = cls()
        core.state.load(entities)
        return core

    def process(self, command: Command, now_ms: int, request_id: int | None = None) -> list[Answer]:
        """Apply one command completely or not at all; answers are of this or of earlier commands."""
        rejection: CommandRejected | DeploymentError = CommandRejected(Reason.INVALID_STATE, "not built yet")
        return [Answer(request_id, None, rejection)] if request_id is not None else []

    def abandon(self, request_id: int) -> None:
        """Forget a caller that no longer waits for its deferred answer."""

    def next_due(self) -> int | None:
        """When `FireDue` has to be processed next (epoch milliseconds), or None."""
        return self.state.next_due()

    def drain_dirty(self) -> Dirty:
        """Changes since the last call; turn them into rows before the next command."""
        return self.state.drain_dirty()

    def drain_activatable_types(self) -> set[str]:
        """Job types that gained an activatable job since the last call, to wake long polls."""
        return set()
