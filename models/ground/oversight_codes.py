"""Codes of oversight from outside (人大监督、政协监督、行政监督、督查) and of reviews by a court or a reviewing authority."""

from enum import StrEnum


class OversightBody(StrEnum):
    """What kind of body reads: 人大, 政协, 上级机关, 监察或督查."""

    CONGRESS = "congress"
    CPPCC = "cppcc"
    SUPERIOR = "superior"
    INSPECTION = "inspection"


class OversightReach(StrEnum):
    """Whether single files are read, de-identified, or figures alone."""

    FILES = "files"
    FIGURES = "figures"


class MandateState(StrEnum):
    """What people decided. That a mandate is over by its last day is no state: it is asked of the day."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class MandateDecision(StrEnum):
    """What a second person does with a mandate."""

    CONFIRM = "confirm"
    REFUSE = "refuse"


class OversightPage(StrEnum):
    """What a body read: kept of every look."""

    FIGURES = "figures"
    FILES = "files"
    FILE = "file"
    REPORT = "report"
    TABLE = "table"


class OutsideReviewKind(StrEnum):
    """行政复议, 行政诉讼."""

    RECONSIDERATION = "reconsideration"
    LITIGATION = "litigation"


class OutsideOutcome(StrEnum):
    """维持, 驳回, 变更, 撤销, 撤销并责令重作, 确认违法, 责令履行, 调解, 撤回."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
    CHANGED = "changed"
    REVOKED = "revoked"
    ANEW = "anew"
    UNLAWFUL = "unlawful"
    ORDERED = "ordered"
    MEDIATED = "mediated"
    WITHDRAWN = "withdrawn"


# What leaves the office nothing to do; every other outcome asks something of the case.
ASKS_NOTHING = frozenset({OutsideOutcome.UPHELD, OutsideOutcome.DISMISSED, OutsideOutcome.WITHDRAWN})
# What the office lost: its act does not stand as it was.
LOST = frozenset(
    {
        OutsideOutcome.CHANGED,
        OutsideOutcome.REVOKED,
        OutsideOutcome.ANEW,
        OutsideOutcome.UNLAWFUL,
        OutsideOutcome.ORDERED,
    }
)


class OutsideEffect(StrEnum):
    """What an outcome asks of the case: it is opened again, answered again, put right otherwise, or nothing."""

    REOPEN = "reopen"
    ANSWER_AGAIN = "answer_again"
    PUT_RIGHT = "put_right"
    NOTHING = "nothing"
