"""Codes of the register of accountability (问责登记): where a suspicion comes from, how far it is, what is decided."""

from enum import StrEnum


class SuspicionOrigin(StrEnum):
    """Where it comes from: a falsification signal, a review of files, a complaint about a member of staff, or somebody's eye."""

    SIGNAL = "signal"
    REVIEW = "review"
    COMPLAINT = "complaint"
    HAND = "hand"


class AccountabilityState(StrEnum):
    """`opened`: nobody has asked the person yet; `hearing`: he is asked; `decided`: it has not reached him yet;
    `told`: he has it and may appeal until his day; `appealed`: a third person decides; `final`: decided after an appeal.
    """

    OPENED = "opened"
    HEARING = "hearing"
    DECIDED = "decided"
    TOLD = "told"
    APPEALED = "appealed"
    FINAL = "final"


class AccountabilityMeasure(StrEnum):
    """What is decided. Criticism, examination of oneself and admonition are those of 公职人员政务处分法 art. 12; a sanction
    itself is no decision of a centre, which transfers (移送) to who may decide on one.
    """

    NONE = "none"
    CRITICISM = "criticism"
    SELF_EXAMINATION = "self_examination"
    ADMONITION = "admonition"
    CIRCULAR = "circular"
    TRANSFER = "transfer"


class AppealResult(StrEnum):
    """What a third person decided."""

    UPHELD = "upheld"
    CHANGED = "changed"
    REVOKED = "revoked"


class AccountabilityEvidenceKind(StrEnum):
    """What is linked: a signal, a case by its number, or something on paper that is only described."""

    SIGNAL = "signal"
    CASE = "case"
    PAPER = "paper"


class AccountabilityAct(StrEnum):
    """What somebody may do with a record; who may is said in services/accountability/who_may.py alone."""

    ADD_EVIDENCE = "evidence"
    ASK = "hearing"
    READ = "read"
    SAY = "words"
    DECIDE = "decision"
    HAND_OVER = "handover"
    APPEAL = "appeal"
    DECIDE_APPEAL = "appeal_decision"
