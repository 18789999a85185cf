"""Evaluates static texts and expressions in a scope to the type that is needed, or fails the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from engine import feel
from engine.behaviours.variables import visible_variables
from engine.core.turn import Turn
from engine.errors import ExpressionError
from engine.model.bounds import MAX_INT32, MAX_TEXT_LENGTH, MAX_TIMER_LENGTH, find_whole, shortened
from engine.model.intervals import from_ms
from engine.model.text import Text
from engine.state.entity import Json, Variables
from engine.state.incident import ErrorType, Failure


class StepFailed(Exception):
    """A step of the life cycle cannot go on; life_cycle.py and timers.py turn it into an incident.

    It may only be raised before the step made anything but local variables, since the step is run again.
    """

    def __init__(self, error_type: ErrorType, message: str) -> None:
        super().__init__(message)
        self.failure = Failure(error_type, message)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A value, and what was odd on the way to it: for a person it is often the whole answer."""

    text: Text
    value: Json
    warnings: tuple[str, ...] = ()

    def wrong_type(self, expected: str) -> StepFailed:
        """The failure of an expression that gave another type."""
        return self.failed(
            f"Expected result of the expression '{shown_source(self.text)}' to be '{expected}', "
            f"but was '{type_name(self.value)}'."
        )

    def failed(self, message: str, error_type: ErrorType = ErrorType.EXTRACT_VALUE_ERROR) -> StepFailed:
        """The failure of a value that cannot be what it is needed for."""
        return StepFailed(error_type, message + told(self.warnings))


def told(warnings: Sequence[str]) -> str:
    """The warnings of an evaluation as Zeebe adds them to a message; nothing without any."""
    if not warnings:
        return ""
    return " The evaluation reported the following warnings:\n" + "\n".join(warnings)


def shown_source(text: Text) -> str:
    """The expression as messages show it: without the sign that makes it one."""
    return shortened(text.source.removeprefix("="), MAX_TIMER_LENGTH)


def evaluated(
    turn: Turn, text: Text, context: Variables, error_type: ErrorType = ErrorType.EXTRACT_VALUE_ERROR
) -> Evaluated:
    """The value as JSON with its warnings; static text is itself. A failed `assert` fails the step."""
    if text.expression is None:
        return Evaluated(text, text.source)
    warnings: list[str] = []
    try:
        value = text.expression.evaluate(context, from_ms(turn.now), warnings=warnings)
        # to_json promises JSON values only; its signature says object.
        return Evaluated(text, cast("Json", feel.to_json(value)), tuple(warnings))
    except (ExpressionError, RecursionError) as error:
        what = (
            "Assertion failure on evaluate the"
            if isinstance(error, feel.AssertionFailed)
            else "Failed to evaluate"
        )
        message = f"{what} expression '{shown_source(text)}': {error}"
        raise StepFailed(error_type, message + told(warnings)) from error


def evaluate(
    turn: Turn, text: Text, context: Variables, error_type: ErrorType = ErrorType.EXTRACT_VALUE_ERROR
) -> Json:
    """The value as JSON of any type."""
    return evaluated(turn, text, context, error_type).value


def evaluated_at(turn: Turn, text: Text, scope_key: int) -> Evaluated:
    """The value with all variables visible at a scope."""
    if text.expression is None:
        return Evaluated(text, text.source)
    return evaluated(turn, text, visible_variables(turn, scope_key))


def evaluate_at(turn: Turn, text: Text, scope_key: int) -> Json:
    """The value as JSON of any type, with all variables visible at a scope."""
    return evaluated_at(turn, text, scope_key).value


def type_name(value: Json) -> str:
    """FEEL's name of the type of a JSON value."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "BOOLEAN"
    if isinstance(value, int | float):
        return "NUMBER"
    if isinstance(value, str):
        return "STRING"
    return "ARRAY" if isinstance(value, list) else "OBJECT"


def text_at(turn: Turn, text: Text, scope_key: int) -> str:
    """A string of a name's length, else the step fails."""
    found = evaluated_at(turn, text, scope_key)
    if not isinstance(found.value, str):
        raise found.wrong_type("STRING")
    return _bounded(found, found.value)


def optional_text_at(turn: Turn, text: Text | None, scope_key: int) -> str | None:
    """A string or nothing: no attribute, null and the empty string are nothing."""
    if text is None:
        return None
    found = evaluated_at(turn, text, scope_key)
    if found.value is None:
        return None
    if not isinstance(found.value, str):
        raise found.wrong_type("STRING")
    return _bounded(found, found.value) or None


def correlation_key_at(turn: Turn, text: Text, scope_key: int) -> str:
    """The key that a message is waited for with: a string or a number, else the step fails."""
    found = evaluated_at(turn, text, scope_key)
    if isinstance(found.value, bool) or not isinstance(found.value, str | int | float):
        raise found.failed(
            f"Failed to extract the correlation key for '{shown_source(text)}': The value must be either a string "
            f"or a number, but was '{type_name(found.value)}'."
        )
    return _bounded(found, str(found.value))


def retries_at(turn: Turn, text: Text, scope_key: int) -> int:
    """The retries of a job, else the step fails; as on Zeebe a fraction is cut off, and static text is read as one.

    The protocol has 32 bits for them: what does not fit is a failure, not another number.
    """
    found = evaluated_at(turn, text, scope_key)
    if text.is_static and isinstance(found.value, str):
        static = find_whole(found.value)
        if static is not None:
            return static
    retries = int(_number_of(found))
    if not -MAX_INT32 - 1 <= retries <= MAX_INT32:
        raise found.failed(
            f"Expected result of the expression '{shown_source(text)}' to be a number of retries from "
            f"{-MAX_INT32 - 1} to {MAX_INT32}, but was '{found.value}'."
        )
    return retries


def whole_number_at(turn: Turn, text: Text, scope_key: int) -> int:
    """A whole number, else the step fails; static text is read as one."""
    found = evaluated_at(turn, text, scope_key)
    if text.is_static and isinstance(found.value, str):
        static = find_whole(found.value)
        if static is not None:
            return static
    number = _number_of(found)
    if int(number) != number:
        raise found.failed(
            f"Expected result of the expression '{shown_source(text)}' to be an integer, but was a decimal."
        )
    return int(number)


def text_list_at(turn: Turn, text: Text | None, scope_key: int) -> list[str]:
    """A list of strings: a static text is split at commas, an expression has to give a list."""
    if text is None:
        return []
    found = evaluated_at(turn, text, scope_key)
    if text.is_static and isinstance(found.value, str):
        return [part.strip() for part in found.value.split(",") if part.strip()]
    if not isinstance(found.value, list):
        raise found.wrong_type("ARRAY")
    texts = [item for item in found.value if isinstance(item, str)]
    if len(texts) != len(found.value):
        raise found.failed(
            f"Expected result of the expression '{shown_source(text)}' to be 'ARRAY' containing 'STRING' items, "
            "but was 'ARRAY' containing at least one non-'STRING' item."
        )
    return [_bounded(found, item) for item in texts]


def _number_of(found: Evaluated) -> int | float:
    """The number; nothing but finite ones gets this far, since JSON has no others."""
    if isinstance(found.value, bool) or not isinstance(found.value, int | float):
        raise found.wrong_type("NUMBER")
    return found.value


def _bounded(found: Evaluated, value: str) -> str:
    if len(value) > MAX_TEXT_LENGTH:
        raise found.failed(
            f"Expected result of the expression '{shown_source(found.text)}' to have at most {MAX_TEXT_LENGTH} "
            f"characters, but it has {len(value)}."
        )
    return value
