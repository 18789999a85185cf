"""The table of built-in functions: a signature as text, a function, and the null rule around the call.

A signature reads `name(first: string, second?: number, rest...: any)`. An argument of another type makes
the result null, as do ArithmeticError, LookupError, TypeError and ValueError; whole numbers may be returned as int.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from engine.feel.errors import AssertionFailed, EvaluationError
from engine.feel.limits import check_size, size_steps
from engine.feel.oddities import Oddity, shown
from engine.feel.scope import Run
from engine.feel.values import MISSING, Kind, kind_of

_TYPES: dict[str, frozenset[Kind]] = {kind.value: frozenset({kind}) for kind in Kind}
_TYPES["duration"] = frozenset({Kind.DAYS_TIME, Kind.YEARS_MONTHS})
_TYPES["any"] = frozenset(Kind)
_SIGNATURE = re.compile(r"(?P<name>[^(]+)\((?P<parameters>.*)\)")
Plain = TypeVar("Plain", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, the types it takes, and whether it may be left out."""

    name: str
    kinds: frozenset[Kind]
    is_optional: bool

    def accepts(self, value: object) -> bool:
        """Say whether an argument fits; a left-out or null optional one does."""
        return kind_of(value) in self.kinds or (self.is_optional and value is None)


@dataclass(frozen=True, slots=True)
class Builtin:
    """One signature of a built-in function."""

    parameters: tuple[Parameter, ...]
    rest: Parameter | None
    call: Callable[..., object]
    wants_run: bool

    def bind(self, arguments: list[object]) -> list[object] | None:
        """Return the arguments if they fit this signature, else None."""
        required = sum(not parameter.is_optional for parameter in self.parameters)
        count = len(arguments)
        if count < required or (self.rest is None and count > len(self.parameters)):
            return None
        for index, value in enumerate(arguments):
            parameter = self.parameters[index] if index < len(self.parameters) else self.rest
            if parameter is None or not parameter.accepts(value):
                return None
        return arguments

    def order(self, named: dict[str, object]) -> list[object] | None:
        """Return named arguments in the order of the parameters, None if a name is not among them."""
        names = [parameter.name for parameter in self.parameters]
        if not named.keys() <= set(names):
            return None
        values = [named.get(name, MISSING) for name in names]
        while values and values[-1] is MISSING:
            values.pop()
        return [None if value is MISSING else value for value in values]


BUILTINS: dict[str, list[Builtin]] = {}


def _parse_parameter(text: str) -> Parameter:
    name, _, types = text.partition(": ")
    kinds = frozenset[Kind]().union(*(_TYPES[part] for part in types.split("|")))
    return Parameter(name.removesuffix("...").removesuffix("?"), kinds, name.endswith("?"))


def builtin(signature: str, *, wants_run: bool = False) -> Callable[[Plain], Plain]:
    """Enter the decorated function under `signature`; with `wants_run` it takes the Run first."""
    match = _SIGNATURE.fullmatch(signature)
    if match is None:
        raise ValueError(f"no signature: {signature}")
    texts = match["parameters"].split(", ") if match["parameters"] else []
    has_rest = bool(texts) and "...:" in texts[-1]
    parameters = [_parse_parameter(text) for text in texts]
    rest = parameters.pop() if has_rest else None

    def enter(function: Plain) -> Plain:
        entry = Builtin(tuple(parameters), rest, function, wants_run)
        BUILTINS.setdefault(match["name"], []).append(entry)
        return function

    return enter


def call_builtin(name: str, arguments: list[object] | dict[str, object], run: Run) -> object:
    """Call the first signature of `name` that fits; null with a warning if none does or the function fails."""
    for entry in _candidates(name, arguments):
        ordered = entry.order(arguments) if isinstance(arguments, dict) else arguments
        bound = None if ordered is None else entry.bind(ordered)
        if bound is not None:
            return _call(name, entry, bound, run)
    run.warn(
        Oddity.FUNCTION_INVOCATION_FAILURE,
        lambda: f"Failed to invoke function '{name}': Illegal arguments: {_given(arguments)}",
    )
    return None


def _given(arguments: list[object] | dict[str, object]) -> str:
    values = arguments.values() if isinstance(arguments, dict) else arguments
    return ", ".join(shown(value) for value in values)


def _candidates(name: str, arguments: list[object] | dict[str, object]) -> list[Builtin]:
    """Return the signatures; those that list the given names in the given order go first."""
    entries = BUILTINS[name]
    if len(entries) < 2 or not isinstance(arguments, dict):
        return entries
    given = list(arguments)
    return sorted(entries, key=lambda entry: [parameter.name for parameter in entry.parameters] != given)


def _call(name: str, entry: Builtin, arguments: list[object], run: Run) -> object:
    run.spend(1 + sum(map(size_steps, arguments)))
    try:
        result = entry.call(run, *arguments) if entry.wants_run else entry.call(*arguments)
    except AssertionFailed as failure:
        cause = failure.message
        run.warn(Oddity.ASSERT_FAILURE, lambda: cause)
        raise
    except EvaluationError:
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        reason = str(fault)
        run.warn(Oddity.FUNCTION_INVOCATION_FAILURE, lambda: f"Failed to invoke function '{name}': {reason}")
        return None
    if isinstance(result, int) and not isinstance(result, bool):
        return Decimal(result)
    run.spend(size_steps(result))
    return check_size(result)
