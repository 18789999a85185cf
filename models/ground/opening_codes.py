"""Boxes and trays of mail that two people open together (开箱、拆信): where an opening stands, what became of what was found."""

from enum import StrEnum


class OpeningState(StrEnum):
    """`BEGUN`: the first opener has told it, the second has not confirmed it yet. `WITHDRAWN`: it was not so."""

    BEGUN = "begun"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class FoundState(StrEnum):
    """`NOTED`: it is no complaint of its own, for a reason that is on record."""

    WAITING = "waiting"
    REGISTERED = "registered"
    NOTED = "noted"


class NoComplaint(StrEnum):
    """Why something that was found is no complaint of its own."""

    ADVERTISEMENT = "advertisement"
    EMPTY = "empty"
    VALUABLES = "valuables"
    OF_A_CASE = "of_a_case"
    FOR_OTHERS = "for_others"
    OTHER = "other"
