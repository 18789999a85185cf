"""Closed vocabularies of matters and claims beside what is decided and found about them."""

from enum import StrEnum


class MatterKind(StrEnum):
    """What a matter is: an allegation to be judged, a suggestion to be adopted or not, a question to be answered."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    CONSULTATION = "consultation"


class Adoption(StrEnum):
    """What became of a suggestion (采纳, 部分采纳, 未采纳)."""

    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    NOT_ADOPTED = "not_adopted"


class ClaimAnswer(StrEnum):
    """The answer to one claim (支持, 部分支持, 不支持, 解释说明)."""

    SUPPORTED = "supported"
    PARTLY_SUPPORTED = "partly_supported"
    NOT_SUPPORTED = "not_supported"
    EXPLAINED = "explained"


class ImprovementArea(StrEnum):
    """What a service is improved by (制度, 流程, 培训, 技术)."""

    RULES = "rules"
    PROCESS = "process"
    TRAINING = "training"
    TECHNOLOGY = "technology"


class AcceptancePoint(StrEnum):
    """What is looked at before a matter is accepted: 投诉主体明确, 事项具体, 可诉性 (R20)."""

    COMPLAINANT = "complainant"
    CONCRETE = "concrete"
    ACTIONABLE = "actionable"


class EarlierPoint(StrEnum):
    """The centre's own points that forms of before asked for, beside that the matter is concrete."""

    SUBJECT = "subject"
    IN_SCOPE = "in_scope"
