"""What the rest of the engine sees of FEEL: parsed expressions, unary tests and templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; evaluate it as often as needed."""

    text: str
    names: frozenset[str]

    def evaluate(
        self, context: Mapping[str, object], now: datetime | None = None, *, warnings: list[str] | None = None
    ) -> object:
        """Return the FEEL value in `context` (stored variables); null for whatever fails inside FEEL."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """Parsed unary tests (input entry of a decision table)."""

    text: str
    names: frozenset[str]

    def evaluate(
        self, value: object, context: Mapping[str, object], now: datetime | None = None
    ) -> bool | None:
        """Say whether `value` passes the tests; None when that cannot be said."""
        raise NotImplementedError


def parse(text: str) -> Expression:
    """Compile `text` (without the leading '='); ExpressionError when it is no expression."""
    raise NotImplementedError


def parse_unary_tests(text: str) -> UnaryTests:
    """Compile unary tests such as `< 10, [20..30]`; ExpressionError when they are none."""
    raise NotImplementedError


def evaluate_template(text: str, context: Mapping[str, object], now: datetime | None = None) -> object:
    """Return the value of `text` if it begins with '=', else the text itself."""
    raise NotImplementedError
