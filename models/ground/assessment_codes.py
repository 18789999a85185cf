"""Closed vocabularies of impact assessments on the protection of personal data (《个人信息保护法》第五十五条、第五十六条)."""

from enum import StrEnum


class ProcessingActivity(StrEnum):
    """What this product does with personal data that the law wants assessed before: somebody outside takes part in it."""

    EMAIL = "email"
    SMS = "sms"
    CHAT = "chat"
    HOTLINE = "hotline"
    REFERRAL = "referral"
    ANONYMOUS_LIST = "anonymous_list"
    BUCKET = "bucket"


class AssessmentTrigger(StrEnum):
    """Why it has to be assessed."""

    SENSITIVE = "sensitive"
    AUTOMATED = "automated"
    ENTRUSTED = "entrusted"
    PROVIDED = "provided"
    PUBLISHED = "published"
    ABROAD = "abroad"
    OTHER_GREAT = "other_great"


class AssessmentPart(StrEnum):
    """What an assessment has to say in words, in the order in which it is read."""

    SCOPE = "scope"
    PURPOSE = "purpose"
    EFFECT = "effect"
    MEASURES = "measures"


class RiskGrade(StrEnum):
    """How grave what could happen to people is, once the measures are taken."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class AssessmentConclusion(StrEnum):
    """What it comes to; `not_yet` until more measures are taken."""

    PROCEED = "proceed"
    NOT_YET = "not_yet"
    REFRAIN = "refrain"


class AssessmentStanding(StrEnum):
    """How an activity stands today."""

    NONE = "none"
    APPROVED = "approved"
    OVERDUE = "overdue"
    AGAINST = "against"
