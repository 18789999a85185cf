"""What people type into forms that no diagram draws: whole numbers and words."""

from __future__ import annotations


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
