"""Whom a letter is for."""

from enum import StrEnum


class LetterReaders(StrEnum):
    """Who may save a frozen letter at the query code: everybody who has it, only whom the matter concerns, or nobody."""

    COMPLAINANT = "complainant"
    CONCERNED = "concerned"
    OTHERS = "others"
