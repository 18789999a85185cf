"""Evaluates static texts and expressions in a scope to the type that is needed, or fails the step."""

from __future__ import annotations

from typing import cast

from engine import feel
from engine.behaviours.variables import visible_variables
from engine.core.turn import Turn
from engine.errors import ExpressionError
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


def evaluate(
    turn: Turn, text: Text, context: Variables, error_type: ErrorType = ErrorType.EXTRACT_VALUE_ERROR
) -> Json:
    """The value as JSON; static text is itself. A failed `assert` fails the step."""
    if text.expression is None:
        return text.source
    try:
        value = text.expression.evaluate(context, from_ms(turn.now))
        # to_json promises JSON values only; its signature says object.
        return cast("Json", feel.to_json(value))
    except (ExpressionError, RecursionError) as error:
        raise StepFailed(error_type, f"Failed to evaluate expression '{text.source}': {error}") from error


def evaluate_at(turn: Turn, text: Text, scope_key: int) -> Json:
    """The value with all variables visible at a scope."""
    if text.expression is None:
        return text.source
    return evaluate(turn, text, visible_variables(turn, scope_key))


def wrong_type(text: Text, expected: str, value: Json) -> StepFailed:
    """The failure of an expression that gave another type."""
    return StepFailed(
        ErrorType.EXTRACT_VALUE_ERROR,
        f"Expected result of the expression '{text.source}' to be '{expected}', but was '{type_name(value)}'.",
    )


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
    """A string, else the step fails."""
    value = evaluate_at(turn, text, scope_key)
    if not isinstance(value, str):
        raise wrong_type(text, "STRING", value)
    return value


def optional_text_at(turn: Turn, text: Text | None, scope_key: int) -> str | None:
    """A string or nothing: no attribute, null and the empty string are nothing."""
    if text is None:
        return None
    value = evaluate_at(turn, text, scope_key)
    if value is not None and not isinstance(value, str):
        raise wrong_type(text, "STRING", value)
    return value or None


def number_at(turn: Turn, text: Text, scope_key: int) -> int:
    """A whole number, else the step fails; static text is read as one."""
    value = evaluate_at(turn, text, scope_key)
    if text.is_static and isinstance(value, str) and value.isdecimal():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or int(value) != value:
        raise wrong_type(text, "NUMBER", value)
    return int(value)


def text_list_at(turn: Turn, text: Text | None, scope_key: int) -> list[str]:
    """A list of strings: a static text is split at commas, an expression has to give a list."""
    if text is None:
        return []
    value = evaluate_at(turn, text, scope_key)
    if text.is_static and isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list):
        raise wrong_type(text, "ARRAY", value)
    texts = [item for item in value if isinstance(item, str)]
    if len(texts) != len(value):
        raise StepFailed(
            ErrorType.EXTRACT_VALUE_ERROR,
            f"Expected result of the expression '{text.source}' to be 'ARRAY' of 'STRING'.",
        )
    return texts
