"""Checks a result against the declared type of its decision."""

from __future__ import annotations

from typing import Final

from engine.dmn.failure import DecisionFailed
from engine.feel.text import print_value
from engine.feel.values import Kind, kind_of

# Names of DMN types that are checked; any other type is a note of the author, as on Camunda.
_CHECKED: Final = {
    "string": Kind.STRING,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATE_TIME,
    "dayTimeDuration": Kind.DAYS_TIME,
    "yearMonthDuration": Kind.YEARS_MONTHS,
}


def check_type(value: object, type_name: str) -> None:
    """DecisionFailed for a value of another type; null fits every type."""
    name = type_name.removeprefix("feel:")
    wanted = _CHECKED.get(name)
    if wanted is not None and value is not None and kind_of(value) is not wanted:
        raise DecisionFailed(f"expected '{name}' but found '{print_value(value)}'")
