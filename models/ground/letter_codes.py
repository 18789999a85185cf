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


class BatchLetterState(StrEnum):
    """How far one letter of a batch is."""

    WAITING = "waiting"
    FROZEN = "frozen"
    REFUSED = "refused"


class BatchRefusal(StrEnum):
    """Why a letter of a batch was not written; somebody may open it in its own file."""

    ORDERED_BY_NOBODY = "ordered_by_nobody"
    KEPT_AWAY = "kept_away"
    NOT_READABLE = "not_readable"
    MAY_NOT_WRITE = "may_not_write"
    LEFT_GROUP = "left_group"
    ALREADY_STANDS = "already_stands"
    NO_LONGER_PROPOSED = "no_longer_proposed"
    WORDS_MISSING = "words_missing"
    NEEDS_APPROVAL = "needs_approval"
    NOT_WRITTEN = "not_written"
