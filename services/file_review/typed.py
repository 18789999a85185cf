"""What people type into the forms of the review of files."""

from __future__ import annotations

from datetime import date

_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_DAY_LENGTH = len("2026-01-01")


def read_day(text: str) -> date | None:
    """An ISO day of these centuries; None for anything else."""
    told = text.strip()
    if len(told) != _DAY_LENGTH:
        return None
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def read_number(text: str, least: int, most: int) -> int | None:
    """A whole number within these; None for anything else."""
    told = text.strip()
    if not (told.isascii() and told.isdecimal()) or len(told) > len(str(most)):
        return None
    return int(told) if least <= int(told) <= most else None


def read_words(text: str, longest: int) -> tuple[str, str | None]:
    """Without blanks around, and what is wrong with it."""
    words = text.strip()
    if not words:
        return words, "REQUIRED"
    return words, "TOO_LONG" if len(words) > longest else None
