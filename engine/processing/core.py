"""The pure engine: commands and the time in, answers and dirty entities out. No I/O, no clock, one caller."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.answers import Answer, Done
from engine.core.commands import Command, FireDue, FireNext, GoOnWithLoops
from engine.core.dirty import Dirty
from engine.core.indexes import UNFINISHED_LOOPS
from engine.core.models import Models
from engine.core.state import State
from engine.core.turn import Turn
from engine.core.waiters import Waiters
from engine.elements.life_cycle import run_steps
from engine.errors import CommandRejected, DeploymentError
from engine.model.process import Process
from engine.processing.due import MAX_AT_ONCE, MAX_ROWS_AT_ONCE
from engine.processing.handlers import HANDLERS
from engine.processing.subjects import subject_of
from engine.processing.unforeseen import PAUSE_MS, Unforeseen, contain, refuse
from engine.state.entity import Entity
from engine.state.unfinished_loop import UnfinishedLoop


class Core:
    """Not thread-safe: one writer calls it. An exception out of `process` means that the memory is not to be trusted."""

    def __init__(self) -> None:
        self.state = State()
        self._models = Models(self.state)
        self._waiters = Waiters()
        self._activatable_types: set[str] = set()
        self._loops_wait_until: dict[int, int] = {}

    @classmethod
    def load(cls, entities: Iterable[Entity]) -> Core:
        """A core that goes on where the stored entities stand."""
        core = cls()
        core.state.load(entities)
        return core

    def process(self, command: Command, now_ms: int, request_id: int | None = None) -> list[Answer]:
        """Apply one command completely or not at all; answers are of this or of earlier commands.

        `request_id` names the caller; None asks for no answer. User task commands are answered after their last
        listener, maybe by the call that processes the listener's job. An error that nobody foresaw undoes its command
        alone; anything raised from here means that this could not be done, and is fatal.
        """
        if not isinstance(command, FireDue):
            return self._apply(command, self._turn(now_ms, request_id))
        answers: list[Answer] = []
        most_rows = self.state.dirty_count + MAX_ROWS_AT_ONCE
        for _ in range(MAX_AT_ONCE):
            due_at = self.state.next_due()
            if due_at is None or due_at > now_ms or self.state.dirty_count >= most_rows:
                break
            answers += self._apply(FireNext(), self._turn(now_ms))
        return answers if request_id is None else [*answers, Answer(request_id, Done())]

    def _apply(self, command: Command, turn: Turn) -> list[Answer]:
        try:
            turn.subject = subject_of(self.state, command)
            result = HANDLERS[type(command)](turn, command)
            if result is not None:
                turn.answer(turn.request_id, result)
            run_steps(turn)
            self.state.seal()
        except (CommandRejected, DeploymentError) as rejection:
            self._undo()
            self._put_off(turn, command)
            return [] if turn.request_id is None else [Answer(turn.request_id, None, rejection)]
        except Exception as error:
            # Whatever it is, it must not reach the other commands of the batch.
            answers = self._contain(turn, Unforeseen.of(turn, command, error))
            self._put_off(turn, command)
            return answers
        self._waiters.seal()
        self._activatable_types |= turn.activatable_types
        answers = turn.answers
        for following in turn.follow_ups:
            answers += self._apply(following, self._turn(turn.now))
        return answers

    def _contain(self, turn: Turn, unforeseen: Unforeseen) -> list[Answer]:
        self._undo()
        mending = self._turn(turn.now)
        try:
            rejection = contain(mending, unforeseen)
            self.state.seal()
        except Exception as second:
            # Then the command is only refused.
            rejection = refuse(Unforeseen.of(mending, turn, second))
            mending.answers.clear()
            self._undo()
        self._waiters.seal()
        mending.reject(turn.request_id, rejection)
        return mending.answers

    def _put_off(self, turn: Turn, failed: Command) -> None:
        """What the engine does by itself and could not do comes again after a while, unless it rests now."""
        until = turn.now + PAUSE_MS
        if turn.due is not None:
            self.state.put_off(turn.due, until)
        if isinstance(failed, GoOnWithLoops) and not self.state.is_resting(failed.process_instance_key):
            waiting = {key: end for key, end in self._loops_wait_until.items() if end > turn.now}
            self._loops_wait_until = waiting | {failed.process_instance_key: until}

    def _undo(self) -> None:
        self.state.undo()
        self._waiters.undo()
        self._models.forget_newer(self.state.last_key)

    def _turn(self, now_ms: int, request_id: int | None = None) -> Turn:
        return Turn(now_ms, request_id, self.state, self._models, self._waiters)

    def abandon(self, request_id: int) -> None:
        """Forget a caller that no longer waits for its deferred answer."""
        self._waiters.forget(request_id)

    def find_model(self, process_definition_key: int) -> Process | None:
        """The executable model of a deployed definition, for the names of its elements; None if it cannot be read."""
        try:
            return self._models.get(process_definition_key)
        except Exception:
            # Whatever it is: who reads a list of instances shall see the others, and where this one stands.
            return None

    def next_due(self) -> int | None:
        """When `FireDue` has to be processed next (epoch milliseconds), or None."""
        return self.state.next_due()

    def next_loop(self, now_ms: int) -> int | None:
        """The instance whose loops `GoOnWithLoops` has to go on with next, or None; one that was put off waits."""
        for key in self.state.indexes.bucket(UNFINISHED_LOOPS, ()):
            instance_key = self.state.get(UnfinishedLoop, key).process_instance_key
            if self._loops_wait_until.get(instance_key, now_ms) <= now_ms:
                return instance_key
        return None

    def drain_dirty(self) -> Dirty:
        """The rows that the commands since the last call have changed."""
        return self.state.drain_dirty()

    def drain_activatable_types(self) -> set[str]:
        """Job types that gained an activatable job since the last call, to wake long polls."""
        types = set(self._activatable_types)
        self._activatable_types.clear()
        return types
