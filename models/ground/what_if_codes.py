"""Codes of what-ifs (规则试算): what is asked of the past, how far the answer is, and by what its numbers are told apart."""

from enum import StrEnum


class WhatIfKind(StrEnum):
    """What would be another: a time limit, days of the work calendar, a table of rules."""

    LIMIT = "limit"
    CALENDAR = "calendar"
    RULES = "rules"


class WhatIfState(StrEnum):
    """How far the answer is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


class NotReplayed(StrEnum):
    """Why a limit that ran cannot be computed under another rule.

    `told_otherwise`: computed anew by today's rules it does not come to the date that was told (the calendar, the office
    hours or the date itself was changed by hand). `amount_unknown`: it may have got its days or its end by a
    decision. `beyond_calendar`: the work calendar does not reach so far. `no_inputs`: what the
    table was asked with is not on record. `table_failed`: the table gives no answer to it. `not_computable`: what is on
    record of it cannot be computed with, in a way that nobody foresaw.
    """

    TOLD_OTHERWISE = "told_otherwise"
    AMOUNT_UNKNOWN = "amount_unknown"
    BEYOND_CALENDAR = "beyond_calendar"
    NO_INPUTS = "no_inputs"
    TABLE_FAILED = "table_failed"
    NOT_COMPUTABLE = "not_computable"


class WhatIfGroup(StrEnum):
    """By what the numbers are told: `people` is how complainants are known, told of five cases or more alone."""

    UNIT = "unit"
    ITEM = "item"
    CHANNEL = "channel"
    STAGE = "stage"
    PEOPLE = "people"


class WhatIfNumber(StrEnum):
    """The numbers of a what-if that open their cases."""

    LATE_BEFORE = "late_before"
    LATE_AFTER = "late_after"
    NEWLY_LATE = "newly_late"
    NO_LONGER_LATE = "no_longer_late"
