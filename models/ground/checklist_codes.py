"""Codes of what citizens are told before they do business at the hall (防身的技巧)."""

from enum import StrEnum

# What holds at every window; a list of one item stands under the item's code.
GENERAL = "general"


class ChecklistPart(StrEnum):
    """What a list has to say, in the order in which it is read."""

    BRING = "bring"
    ASK_FOR = "ask_for"
    TIME_AND_FEE = "time_and_fee"
    NOT_DEMANDED = "not_demanded"
    WHERE_TO_COMPLAIN = "where_to_complain"


class ChecklistState(StrEnum):
    """Where a version stands; `withdrawn` by who proposed it."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ChecklistDecision(StrEnum):
    """What is said of a proposed version."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
