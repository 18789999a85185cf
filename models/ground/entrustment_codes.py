"""Closed vocabularies of what others do for an investigation, and of what is handed to them for it."""

from enum import StrEnum


class EntrustmentNeed(StrEnum):
    """Why somebody outside is needed: the matter is complex, asks for expert knowledge, or for an independent third party."""

    COMPLEX = "complex"
    EXPERT = "expert"
    INDEPENDENT = "independent"


class DataEnd(StrEnum):
    """What becomes of the data that was handed over, once the work is done."""

    RETURNED = "returned"
    DESTROYED = "destroyed"


class ObjectionResult(StrEnum):
    """What came of an objection to a report: it stands, it was corrected, or somebody else is to do the work again."""

    STANDS = "stands"
    CORRECTED = "corrected"
    DONE_AGAIN = "done_again"
