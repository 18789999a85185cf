"""Codes of special studies (专题分析): why one is opened, how far it has come, how it is analysed and what is decided."""

from enum import StrEnum


class StudyOrigin(StrEnum):
    """Why it was opened: the same comes again, a wave was told of, somebody saw reason to, a measure came back."""

    RECURRENCE = "recurrence"
    ALARM = "alarm"
    HAND = "hand"
    MEASURE = "measure"


class StudyState(StrEnum):
    """`closed`: it is decided; its measures have states of their own."""

    PLANNING = "planning"
    ANALYSING = "analysing"
    DECIDING = "deciding"
    CLOSED = "closed"


# Those in which the question itself is still open.
UNDECIDED = (StudyState.PLANNING, StudyState.ANALYSING, StudyState.DECIDING)


class StudyMethod(StrEnum):
    """A chain of why after why, or causes on the five branches of a fishbone."""

    WHYS = "whys"
    FISHBONE = "fishbone"


class StudyDecision(StrEnum):
    """`more`: back for more analysis."""

    MORE = "more"
    NONE = "none"
    MEASURES = "measures"
