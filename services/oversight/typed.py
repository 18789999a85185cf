"""What people type into the forms of oversight: how long it may be, and what is wrong with a day."""

from __future__ import annotations

from datetime import date

from services.forms.typed import read_day as read_some_day

LONGEST_NAME, LONGEST_WORDS = 200, 1_000
# A number in an address; what is longer is none.
MOST_TYPED = 9_999_999_999


def read_day(text: str) -> tuple[date | None, str | None]:
    """A day, and what is wrong with it."""
    if not text.strip():
        return None, "REQUIRED"
    day = read_some_day(text)
    return day, "NOT_A_DATE" if day is None else None
