"""Shorthand of the FEEL tests: text in, stored value out."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.feel import parse, to_json

# Wednesday, 1:30 in the night of 2 September in Beijing.
NOW = datetime(2026, 9, 1, 17, 30, tzinfo=UTC)


def stored(expression: str, **context: object) -> object:
    """Return the value of an expression as it would be stored."""
    return to_json(parse(expression).evaluate(context, NOW))
