"""Whom a letter is for."""

from enum import StrEnum


class LetterReaders(StrEnum):
    """Who may save a frozen letter at the query code: everybody who has it, only whom the matter concerns, or nobody.

    A record is for signature and stays in the file: of the office too only who sees all that it tells reads it.
    """

    COMPLAINANT = "complainant"
    CONCERNED = "concerned"
    OTHERS = "others"
    RECORD = "record"

    @property
    def is_at_query_code(self) -> bool:
        """Whether it may stand there at all."""
        return self in (LetterReaders.COMPLAINANT, LetterReaders.CONCERNED)
