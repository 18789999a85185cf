"""Codes of the review of case files (案卷评查): parts of the score sheet, how a line stands, how far a round has come."""

from enum import StrEnum


class SheetPart(StrEnum):
    """What a line of the score sheet is about."""

    PROCEDURE = "procedure"
    EVIDENCE = "evidence"
    FAIRNESS = "fairness"
    LIMITS = "limits"
    DOCUMENTS = "documents"


class SheetState(StrEnum):
    """One draft at most; what is published stays as it is."""

    DRAFT = "draft"
    PUBLISHED = "published"


class LineStanding(StrEnum):
    """How a line stands in one file. `not_asked`: the way of this file does not ask for it; `by_person`: no rule judges it."""

    KEPT = "kept"
    GAP = "gap"
    NOT_DUE = "not_due"
    NOT_ASKED = "not_asked"
    BY_PERSON = "by_person"


class Stratum(StrEnum):
    """By what the closed files of a round are divided before some are drawn."""

    UNIT = "unit"
    CATEGORY = "category"
    OUTCOME = "outcome"
    CHANNEL = "channel"


class ReviewRoundState(StrEnum):
    """`proposed`: a quarter has ended, nobody has drawn yet; `examining`: files are scored; `settled`: every line is."""

    PROPOSED = "proposed"
    EXAMINING = "examining"
    SETTLED = "settled"
    DROPPED = "dropped"


class ReviewedFileState(StrEnum):
    """`differing`: both have scored and differ in a line, which a third settles."""

    EXAMINING = "examining"
    DIFFERING = "differing"
    SETTLED = "settled"


class Mark(StrEnum):
    """What is said of a line: its points, half of them, none, or that it is not asked of this file."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_ASKED = "not_asked"


class DefectState(StrEnum):
    """An order to make good a defect: `returned` is asked again, `checked` ends it."""

    ORDERED = "ordered"
    REPORTED = "reported"
    RETURNED = "returned"
    CHECKED = "checked"
