"""Where an error is planted: every change of the state, every expression, table and diagram that is read, every answer."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.behaviours import decisions
from engine.core.answers import Answer
from engine.core.commands import Command
from engine.core.models import Models
from engine.core.state import State
from engine.core.turn import Turn
from engine.feel.expression import Expression
from engine.processing.core import Core
from engine.state.job import Job

# What an error could say of a case; it must not leave the engine.
SECRET = "张三 13900000000"
PLACES: tuple[tuple[Any, str], ...] = (
    (State, "put"),
    (State, "change"),
    (State, "change_item"),
    (State, "remove"),
    (State, "new_key"),
    (State, "seal"),
    (Expression, "evaluate"),
    (Models, "element_of"),
    (decisions, "evaluate_decision"),
    (Turn, "answer"),
    (Turn, "reject"),
)


class PlantedError(Exception):
    """Of a kind that nothing in the engine knows."""


@dataclass
class Plant:
    """Raises once, at the call number `at` of all places together (0: never), and looks whether it was undone.

    `ends` tells how many calls there had been at the end of each command, so that a second run knows in which one
    its error will come: only before that one the whole state is copied.
    """

    at: int = 0
    commands: int = 0
    calls: int = 0
    met: Counter[str] = field(default_factory=Counter)
    command: str = ""
    ends: list[int] = field(default_factory=list)
    _applied: int = 0
    _before: Any = None
    _is_inside: bool = False

    @classmethod
    def at_call(cls, number: int, counted: Plant) -> Plant:
        """A plant for one call of a run like the `counted` one, whose commands had no follow-ups."""
        return cls(number, bisect_left(counted.ends, number) + 1)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Until the test ends."""
        for owner, name in PLACES:
            monkeypatch.setattr(owner, name, self._watched(getattr(owner, name), name))
        apply, undo = Core._apply, Core._undo

        def watched_apply(core: Core, command: Command, turn: Turn) -> list[Answer]:
            # A follow-up is applied within the call of its command.
            outer, self._is_inside = self._is_inside, True
            self._applied += 1
            self.command = type(command).__name__
            if self._applied == self.commands:
                self._before = seen(core)
            try:
                return apply(core, command, turn)
            finally:
                self._is_inside = outer
                self.ends.append(self.calls)

        def watched_undo(core: Core) -> None:
            undo(core)
            if self.met and self._before is not None:
                before, self._before = self._before, None
                assert seen(core) == before, f"{self.command} left traces"

        monkeypatch.setattr(Core, "_apply", watched_apply)
        monkeypatch.setattr(Core, "_undo", watched_undo)

    def _watched(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def planted(*args: Any, **kwargs: Any) -> Any:
            if self._is_inside:
                self.calls += 1
                if self.calls == self.at:
                    self.met[f"{name} in {self.command}"] += 1
                    raise PlantedError(SECRET)
            return function(*args, **kwargs)

        return planted


def seen(core: Core) -> Any:
    """Everything that a command may change, leases, marks and callers too."""
    state = core.state
    leases = {row.key: (row.worker, row.deadline) for row in state._entities[Job].values()}
    marks = [(ident, None if pair is None else pair[1]) for ident, pair in state._dirty.items()]
    waiting = dict(core._waiters._requests)
    return deepcopy((state.dump(), leases, marks, state.next_due(), waiting, sorted(core._activatable_types)))
