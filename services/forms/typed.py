"""What people type into forms that no diagram draws: whole numbers, days and words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.clock.legal_time import parse_day

_DAY_LENGTH = len("2026-01-01")


def read_number(text: str, least: int, most: int) -> int | None:
    """A whole number within these; None for anything else."""
    told = text.strip()
    if not (told.isascii() and told.isdecimal()) or len(told) > len(str(most)):
        return None
    return int(told) if least <= int(told) <= most else None


def read_day(text: str) -> date | None:
    """A day as a field for days sends it; None for anything else, and for one on which no office handles complaints."""
    if len(text.strip()) != _DAY_LENGTH:
        return None
    try:
        return parse_day(text)
    except ValueError:
        return None


def read_words(text: str, longest: int) -> tuple[str, str | None]:
    """Without blanks around, and what is wrong with it."""
    words = text.strip()
    if not words:
        return words, "REQUIRED"
    return words, "TOO_LONG" if len(words) > longest else None


def only_faults(faults: Mapping[str, str | None]) -> dict[str, str]:
    """Those fields with which something is wrong."""
    return {name: fault for name, fault in faults.items() if fault is not None}
