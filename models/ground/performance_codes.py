"""Codes of performance (绩效评估): what is counted of closed complaints, how far a period has come, what people decide."""

from enum import StrEnum


class Indicator(StrEnum):
    """What a rule gives or takes points for; each is defined once, in services/performance/indicators.py."""

    ANSWERED_IN_TIME = "answered_in_time"
    REFERRED_RIGHT = "referred_right"
    SATISFIED = "satisfied"
    RECTIFIED_IN_TIME = "rectified_in_time"
    FILE_COMPLETE = "file_complete"
    FOUND_TRUE = "found_true"
    OVERTURNED = "overturned"
    LOST_OUTSIDE = "lost_outside"
    EXTENDED_LATE = "extended_late"


class PointsDirection(StrEnum):
    """Whether a rule adds points (奖) or takes them off (罚)."""

    REWARD = "reward"
    PENALTY = "penalty"


class RuleSetState(StrEnum):
    """One draft at most; what is published stays as it is."""

    DRAFT = "draft"
    PUBLISHED = "published"


class RoundState(StrEnum):
    """`asked`: the workers count; `proposed`: frozen, waits for a second person; `returned`: sent back, to be asked anew."""

    ASKED = "asked"
    PROPOSED = "proposed"
    RETURNED = "returned"
    RELEASED = "released"


class RoundDecision(StrEnum):
    """What a second person does with the scores of a period."""

    RELEASE = "release"
    RETURN = "return"


class ObjectionState(StrEnum):
    """`upheld`: complaints were struck from the score; `rejected`: it stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class ConsequenceKind(StrEnum):
    """奖优罚劣: what is proposed on the ground of a released score."""

    REWARD = "reward"
    PENALTY = "penalty"


class ConsequenceState(StrEnum):
    """What the second person decided."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
