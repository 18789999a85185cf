"""Codes of how long closed files are kept, and of what holds them longer."""

from enum import StrEnum

# What is said of a case whose file was destroyed by the rules.
FILE_DESTROYED = "FILE_DESTROYED"


class FileKind(StrEnum):
    """A row of the office's retention table (保管期限表), by what a closed file came to."""

    REPORTED_UPWARD = "reported_upward"
    WITH_RESULT = "with_result"
    WITHOUT_RESULT = "without_result"


class KeepingClass(StrEnum):
    """For how long a file is kept (保管期限)."""

    PERMANENT = "permanent"
    YEARS_30 = "years_30"
    YEARS_10 = "years_10"


class KeepingStart(StrEnum):
    """From when the years count: the first of January after the archive, or the day of the archive."""

    NEXT_YEAR = "next_year"
    CLOSING_DAY = "closing_day"


class KeepingReach(StrEnum):
    """Which files a change of the table is for: those sealed later; earlier ones where it lengthens; earlier ones too."""

    LATER = "later"
    LENGTHEN = "lengthen"
    ALL = "all"


class FreezeReason(StrEnum):
    """Why a file may not be destroyed though its time is over (冻结)."""

    REVIEW = "review"
    RECONSIDERATION = "reconsideration"
    COURT = "court"
    INSPECTION = "inspection"
    SUPERIOR = "superior"
    DATA_SUBJECT = "data_subject"


class Hold(StrEnum):
    """What keeps a file besides its term."""

    OPEN = "open"
    REVIEW = "review"
    REQUEST = "request"
    FROZEN = "frozen"


class Judgement(StrEnum):
    """What becomes of a file whose term is over: kept on for some years or for ever, handed to the archives, destroyed."""

    KEEP_10 = "keep_10"
    KEEP_30 = "keep_30"
    KEEP_FOR_EVER = "keep_for_ever"
    TRANSFER = "transfer"
    DESTROY = "destroy"


class TransferLineState(StrEnum):
    """A file in a transfer to the archives (移交): from waiting until it is received or comes back."""

    WAITING = "waiting"
    READY = "ready"
    LEFT_OUT = "left_out"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class LeftOut(StrEnum):
    """Why a file is not handed over with the others: what holds it by then, or that it is not what was made ready."""

    OPEN = "open"
    REVIEW = "review"
    REQUEST = "request"
    FROZEN = "frozen"
    UNDECIDED = "undecided"
    CHANGED = "changed"
    NOT_READY = "not_ready"
    NOT_READABLE = "not_readable"


class DestructionState(StrEnum):
    """Where a file of a list of destruction stands: its rows are emptied before its stored files are deleted."""

    WAITING = "waiting"
    EMPTYING = "emptying"
    EMPTIED = "emptied"
    HELD = "held"
    WITHDRAWN = "withdrawn"
