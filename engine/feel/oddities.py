"""Why a part of an expression became null: kinds and sentences are those that Zeebe shows in incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import islice
from typing import Final

from engine.feel.errors import EvaluationError
from engine.feel.limits import Countdown
from engine.feel.text import print_part

_LONGEST_VALUE: Final = 200
_MOST_PARTS: Final = 500
_MOST_NAMES: Final = 20


class Oddity(StrEnum):
    """The kinds, as they stand in brackets before the sentence."""

    NO_VARIABLE_FOUND = "NO_VARIABLE_FOUND"
    NO_CONTEXT_ENTRY_FOUND = "NO_CONTEXT_ENTRY_FOUND"
    NO_PROPERTY_FOUND = "NO_PROPERTY_FOUND"
    NOT_COMPARABLE = "NOT_COMPARABLE"
    INVALID_TYPE = "INVALID_TYPE"
    NO_FUNCTION_FOUND = "NO_FUNCTION_FOUND"
    FUNCTION_INVOCATION_FAILURE = "FUNCTION_INVOCATION_FAILURE"
    ASSERT_FAILURE = "ASSERT_FAILURE"


# Made only when it is kept: in a loop the same thing may be odd a thousand times.
Sentence = Callable[[], str]


def shown(value: object) -> str:
    """The value as a sentence may hold it: texts in quotes, and what is long cut."""
    try:
        text = print_part(value, Countdown(_MOST_PARTS))
    except (EvaluationError, RecursionError):
        return "a large value"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def expected(kind: str, value: object) -> tuple[Oddity, Sentence]:
    """A value is of another type than is needed."""
    return Oddity.INVALID_TYPE, lambda: f"Expected {kind} but found '{shown(value)}'"


def listed(names: Iterable[str]) -> str:
    """Names in quotes, separated by commas, for as many as are worth reading."""
    found = [f"'{name}'" for name in islice(names, _MOST_NAMES + 1)]
    return ", ".join(found[:_MOST_NAMES]) + (", ..." if len(found) > _MOST_NAMES else "")
