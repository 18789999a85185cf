"""What an evaluation knows: the names in reach, the moment that is now, and the steps that are left."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime

from engine.feel.errors import EvaluationError
from engine.feel.json_values import from_json
from engine.feel.limits import MAX_DEPTH, Countdown
from engine.feel.oddities import Oddity, Sentence
from engine.feel.values import MISSING

_MAX_WARNINGS = 20
# Lists from this length on are kept as FEEL values for the next evaluation: a large loop asks for its collection again
# with every item. Safe because neither stored values nor FEEL values are ever changed in place.
_LARGE_LIST = 1_000
_recent: deque[tuple[object, object]] = deque(maxlen=4)


class Run(Countdown):
    """One evaluation: its variables, clock, steps, warnings and depth of function calls."""

    __slots__ = ("depth", "now", "read", "variables", "warnings")

    def __init__(self, variables: Mapping[str, object], now: datetime | None, warnings: list[str]) -> None:
        super().__init__()
        self.variables = variables
        self.now = now
        self.warnings = warnings
        self.read: dict[str, object] = {}
        self.depth = 0

    def variable(self, name: str) -> object:
        """Return the FEEL value of a variable, MISSING if there is none; each is converted once."""
        if name in self.read:
            return self.read[name]
        value = _read(self.variables[name]) if name in self.variables else MISSING
        self.read[name] = value
        return value

    def warn(self, oddity: Oddity, sentence: Sentence) -> None:
        """Note why a part of the expression became null."""
        if len(self.warnings) < _MAX_WARNINGS:
            self.warnings.append(f"[{oddity}] {sentence()}")

    def has_told(self, oddity: Oddity, since: int) -> bool:
        """Say whether the last warning is of that kind and not among the first `since`."""
        return len(self.warnings) > since and self.warnings[-1].startswith(f"[{oddity}]")

    def enter(self) -> None:
        """Begin a call of a function of the expression; EvaluationError when calls nest too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise EvaluationError(f"Function calls are nested deeper than {MAX_DEPTH}")

    def leave(self) -> None:
        """End the call begun last."""
        self.depth -= 1


def _read(value: object) -> object:
    if not isinstance(value, list) or len(value) < _LARGE_LIST:
        return from_json(value)
    # A copy: the office evaluates in several threads.
    for stored, known in tuple(_recent):
        if stored is value:
            return known
    converted = from_json(value)
    _recent.append((value, converted))
    return converted


class Scope:
    """Names of one block and, behind them, those of the blocks around it."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: Mapping[str, object], run: Run, parent: Scope | None = None) -> None:
        self.names = names
        self.run = run
        self.parent = parent

    def inner(self, names: Mapping[str, object]) -> Scope:
        """Return a scope inside this one."""
        return Scope(names, self.run, self)

    def find(self, name: str) -> object:
        """Return the value of `name`, MISSING if no block and no variable has it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return self.run.variable(name)
