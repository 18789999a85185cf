"""The figures of a rule that an administrator edits, and on what they rest, as its form has them."""

from __future__ import annotations

from collections.abc import Mapping

from models.ground.errors import InvalidInput

_MOST_DIGITS = 9


def read_rule_figures(
    told: Mapping[str, str], bounds: Mapping[str, tuple[int, int]], longest_basis: int
) -> dict[str, int]:
    """The whole number of each field that has bounds; InvalidInput by field, and on `basis` without one or too long a one."""
    figures: dict[str, int] = {}
    errors: dict[str, str] = {}
    for name, (least, most) in bounds.items():
        text = told[name].strip()
        if not text:
            errors[name] = "REQUIRED"
        elif not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
            errors[name] = "NOT_A_NUMBER"
        elif not least <= int(text) <= most:
            errors[name] = "TOO_SMALL" if int(text) < least else "TOO_LARGE"
        else:
            figures[name] = int(text)
    basis = told["basis"].strip()
    if not 1 <= len(basis) <= longest_basis:
        errors["basis"] = "TOO_LONG" if basis else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return figures
