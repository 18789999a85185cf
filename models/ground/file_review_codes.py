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
