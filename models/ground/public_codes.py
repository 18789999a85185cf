"""Codes of what the office tells the public in numbers: which tables there are, and what a row of an own table is."""

from enum import StrEnum


class PublicTotal(StrEnum):
    """Of how many complaints a table is: received in the period, closed in it, or to be ended in it."""

    RECEIVED = "received"
    CLOSED = "closed"
    TO_BE_ENDED = "to_be_ended"


class PublicTable(StrEnum):
    """The tables of a period; there are no others, so that no two of them can be set against each other."""

    CHANNEL = "channel"
    CATEGORY = "category"
    ITEM = "item"
    OUTCOME = "outcome"
    EVALUATION = "evaluation"
    PUNCTUALITY = "punctuality"


class PublicEvaluation(StrEnum):
    """What was said in the return visit about complaints that were closed; `none`: nothing was obtained (未取得评价)."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"
    NONE = "none"


class Punctuality(StrEnum):
    """Whether a complaint was ended within its limits."""

    IN_TIME = "in_time"
    LATE = "late"
