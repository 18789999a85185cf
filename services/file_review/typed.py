"""Days that people type into the forms of the review of files."""

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
