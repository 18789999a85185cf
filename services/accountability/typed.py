"""The longest words of a record, and days that people type into its forms."""

from __future__ import annotations

from services.forms.typed import read_number
from services.forms.typed import read_words as read_some_words

LONGEST_WORDS = 2_000


def read_words(text: str) -> tuple[str, str | None]:
    """Without blanks around, and what is wrong with it."""
    return read_some_words(text, LONGEST_WORDS)


def read_days(text: str, least: int, most: int) -> tuple[int, str | None]:
    """A whole number within these, and what is wrong with it."""
    if not text.strip():
        return 0, "REQUIRED"
    number = read_number(text, least, most)
    return number or 0, None if number is not None else "OUT_OF_RANGE"
