"""What an office kept of complaints before it had this system: its columns, and where a row of its table stands."""

from enum import StrEnum


class PriorColumn(StrEnum):
    """What a column of such a table tells; `OTHER` is kept under its own heading, `SKIPPED` is not taken in."""

    NUMBER = "number"
    RECEIVED = "received"
    NAME = "name"
    PHONE = "phone"
    CHANNEL = "channel"
    PLACE = "place"
    RESPONDENT = "respondent"
    ITEM = "item"
    CATEGORY = "category"
    CONTENT = "content"
    HANDLER = "handler"
    RESULT = "result"
    ANSWERED = "answered"
    ANSWER = "answer"
    SATISFACTION = "satisfaction"
    OTHER = "other"
    SKIPPED = "skipped"


class PriorState(StrEnum):
    """Where a row stands; only one that waits is still taken."""

    WAITING = "waiting"
    WRONG = "wrong"
    TAKEN = "taken"
    SAME = "same"
    GONE = "gone"
