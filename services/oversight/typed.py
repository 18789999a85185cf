"""What people type into the forms of oversight: days and words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

# Of an office's papers; beyond, a day is a slip of the keys.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
LONGEST_NAME, LONGEST_WORDS = 200, 1_000


def read_day(text: str) -> tuple[date | None, str | None]:
    """An ISO day, and what is wrong with it."""
    told = text.strip()
    if not told:
        return None, "REQUIRED"
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return None, "NOT_A_DATE"
    return (day, None) if FIRST_DAY <= day <= LAST_DAY else (None, "NOT_A_DATE")


def read_words(text: str, longest: int) -> tuple[str, str | None]:
    """Without blanks around, and what is wrong with it."""
    words = text.strip()
    if not words:
        return words, "REQUIRED"
    return words, "TOO_LONG" if len(words) > longest else None


def only_faults(faults: Mapping[str, str | None]) -> dict[str, str]:
    """Those fields with which something is wrong."""
    return {name: fault for name, fault in faults.items() if fault is not None}
