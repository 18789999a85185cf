"""Codes of improvement measures (改进措施): what kind one is, what it changes, how far it is, and what its figures say."""

from enum import StrEnum


class MeasureKind(StrEnum):
    """制度优化, 流程再造, 人员培训, 技术支撑, 源头治理."""

    RULES = "rules"
    FLOW = "flow"
    TRAINING = "training"
    TECHNOLOGY = "technology"
    SOURCE = "source"


class MeasureChanges(StrEnum):
    """Of what the thing is that a measure changes; `nothing_here`: it is none that this system keeps."""

    DIAGRAM = "diagram"
    LIMIT = "limit"
    FORM = "form"
    TABLE = "table"
    ITEM = "item"
    NOTHING_HERE = "nothing_here"


class MeasureState(StrEnum):
    """`closed` is only what its figures showed to work; `came_back` waits for a decision, `given_up` ended without effect."""

    TO_CARRY_OUT = "to_carry_out"
    TO_VERIFY = "to_verify"
    WATCHED = "watched"
    CAME_BACK = "came_back"
    CLOSED = "closed"
    GIVEN_UP = "given_up"


class MeasureBasis(StrEnum):
    """What complaints are counted against: 100 working days of the office, or 1,000 transactions that were imported."""

    WORKDAYS = "workdays"
    TRANSACTIONS = "transactions"


class MeasureOthers(StrEnum):
    """The group that the change is compared with: the same problem type at all other places, or all else that was true."""

    SAME_TYPE = "same_type"
    ALL_ELSE = "all_else"


class MeasureVerdict(StrEnum):
    """What the figures of a window say; `cannot_tell`: nothing for or against it, and no further window is waited for."""

    EFFECTIVE = "effective"
    TOO_FEW = "too_few"
    CANNOT_TELL = "cannot_tell"
    NOT_EFFECTIVE = "not_effective"


class MeasureLack(StrEnum):
    """Why figures say nothing: too few in the comparison group, too few of our own, or no records to compare with."""

    GROUP = "group"
    NUMBERS = "numbers"
    RECORDS = "records"


class MeasureTurn(StrEnum):
    """What is decided about a measure that came back."""

    AGAIN = "again"
    GIVE_UP = "give_up"


class MeasureSpan(StrEnum):
    """The days that complaints are counted in."""

    AFTER = "after"
    BEFORE = "before"
    YEAR = "year"
    SEASON = "season"
