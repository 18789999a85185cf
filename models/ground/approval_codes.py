"""Codes of the second pair of eyes: which decisions somebody else has to approve, and who."""

from enum import StrEnum


class ApprovalKind(StrEnum):
    """A kind of decision that the policy of the centre speaks of."""

    REFUSAL = "refusal"
    MERGE = "merge"
    SETTLEMENT_DISCIPLINE = "settlement_discipline"
    EXTENSION = "extension"
    ENTRUSTMENT = "entrustment"
    PAUSE = "pause"
    DISCLOSURE = "disclosure"
    RUN = "run"


class ApprovalLevel(StrEnum):
    """Who approves: nobody; another person of the work; the head of the office that proposes; an approver in charge of it."""

    NOBODY = "nobody"
    ANOTHER_PERSON = "another_person"
    HEAD = "head"
    APPROVER = "approver"


class ProposalState(StrEnum):
    """Where a proposed decision stands. `lapsed`: another was proposed, or the stage ended, before anybody decided."""

    OPEN = "open"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    LAPSED = "lapsed"
