"""Codes of periodic summaries (定期汇总): which period, how far it has come, and what its figures are of."""

from enum import StrEnum


class PeriodKind(StrEnum):
    """Of what length a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class SummaryState(StrEnum):
    """How far a summary has come. `returned`: sent back with a reason, to be computed anew."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    RELEASED = "released"


class SummaryDecision(StrEnum):
    """What a person does with a summary that was proposed."""

    RELEASE = "release"
    RETURN = "return"


class SummarySection(StrEnum):
    """By what complaints are counted; `total` has the one code `all`."""

    TOTAL = "total"
    CATEGORY = "category"
    CHANNEL = "channel"
    RESPONDENT_UNIT = "respondent_unit"
    HANDLING_UNIT = "handling_unit"
    WINDOW = "window"
    ITEM = "item"
    OUTCOME = "outcome"
    FINDING = "finding"
    TIME_USED = "time_used"
    LIMIT = "limit"
    RATE = "rate"


class SummaryMeasure(StrEnum):
    """What is counted in a section. A rate is `part` of `base`; limits are `done`, and of these `late`."""

    RECEIVED = "received"
    CLOSED = "closed"
    LATE = "late"
    DONE = "done"
    PART = "part"
    BASE = "base"


class SummaryRate(StrEnum):
    """响应率 按时办结率 解决率 满意率 重办率, and the share of closed cases that nobody rated (未取得评价)."""

    RESPONSE = "response"
    ON_TIME = "on_time"
    SOLVED = "solved"
    SATISFIED = "satisfied"
    REDONE = "redone"
    UNRATED = "unrated"


class TimeUsed(StrEnum):
    """From receipt to closing, in days of the calendar."""

    UP_TO_3 = "up_to_3"
    UP_TO_7 = "up_to_7"
    UP_TO_15 = "up_to_15"
    UP_TO_30 = "up_to_30"
    UP_TO_60 = "up_to_60"
    OVER_60 = "over_60"
