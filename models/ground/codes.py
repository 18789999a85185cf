"""Closed vocabularies of complaints: how they arrive, what is decided, found and done about them.

Names in Chinese belong to the message catalogues, not here.
"""

from enum import StrEnum


class Channel(StrEnum):
    """The way a complaint reached the centre."""

    PORTAL = "portal"
    APP = "app"
    EMAIL = "email"
    CHAT = "chat"
    SOCIAL = "social"
    WINDOW = "window"
    PHONE = "phone"
    OPINION_BOX = "opinion_box"
    VISIT = "visit"
    LETTER = "letter"
    HOTLINE_12345 = "hotline_12345"
    BAD_REVIEW = "bad_review"


class MatterDecision(StrEnum):
    """What was decided about one matter."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    REFER = "refer"
    MERGE = "merge"
    SETTLE_ON_SPOT = "settle_on_spot"
    CONSULTATION = "consultation"


class NonAcceptGround(StrEnum):
    """Why a matter is not accepted."""

    STATE_SECRET = "state_secret"  # noqa: S105 - a ground of refusal, no password
    PRIVATE_AFFAIR = "private_affair"
    IN_TRIAL = "in_trial"
    LEGAL_PROCEDURE_OPEN = "legal_procedure_open"
    NOT_GOV_SERVICE = "not_gov_service"
    OUT_OF_JURISDICTION = "out_of_jurisdiction"
    NO_RESPONDENT_OR_MATTER = "no_respondent_or_matter"
    ALREADY_IN_PROGRESS = "already_in_progress"
    CLOSED_NO_NEW_EVIDENCE = "closed_no_new_evidence"
    UNVERIFIABLE = "unverifiable"
    UNLAWFUL_OR_INDECENT = "unlawful_or_indecent"
    EMERGENCY = "emergency"
    OTHER = "other"


class Category(StrEnum):
    """The main kind of grievance."""

    IRREGULAR_OPERATION = "irregular_operation"
    BAD_ATTITUDE = "bad_attitude"
    LOW_EFFICIENCY = "low_efficiency"
    INACTION_OR_ABUSE = "inaction_or_abuse"
    INFO_NOT_DISCLOSED = "info_not_disclosed"
    BROKEN_PROMISE = "broken_promise"
    RIGHTS_HARMED = "rights_harmed"
    SUGGESTION = "suggestion"
    REPEATED_MATERIALS = "repeated_materials"
    INCONSISTENT_POLICY = "inconsistent_policy"
    BUCK_PASSING = "buck_passing"
    # Between departments: a unit that it is not about leads.
    POOR_COORDINATION = "poor_coordination"
    # Of who complained (打击报复): such a file is for named readers alone.
    RETALIATION = "retaliation"
    NONE = "none"


class Route(StrEnum):
    """The way of handling."""

    ON_SPOT = "on_spot"
    REGISTER_REFER = "register_refer"
    INTERVENE = "intervene"
    SUGGESTION = "suggestion"


class Complexity(StrEnum):
    """The class that chooses the time limit of handling."""

    SIMPLE = "simple"
    NORMAL = "normal"
    COMPLEX = "complex"


class IdentityKind(StrEnum):
    """Whether the complainant gave a name."""

    REAL_NAME = "real_name"
    ANONYMOUS = "anonymous"


class Finding(StrEnum):
    """What the investigation found about one matter."""

    SUBSTANTIATED = "substantiated"
    PARTLY_SUBSTANTIATED = "partly_substantiated"
    NOT_SUBSTANTIATED = "not_substantiated"
    UNVERIFIABLE = "unverifiable"


TRUE_AT_LEAST_IN_PART = frozenset({Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED})


class Disposal(StrEnum):
    """What is done about one matter."""

    CORRECT_ERROR = "correct_error"
    ORDER_RECTIFICATION = "order_rectification"
    PROPOSE_DISCIPLINE = "propose_discipline"
    IMPROVE_SERVICE = "improve_service"
    NO_ACTION = "no_action"


class Method(StrEnum):
    """How facts are found; the last two are done by others on request."""

    INTERVIEW = "interview"
    DOCUMENTS = "documents"
    SITE = "site"
    COLLECT = "collect"
    ENTRUST = "entrust"
    APPRAISAL = "appraisal"


class OpinionDecision(StrEnum):
    """What the approver does with an opinion."""

    APPROVE = "approve"
    RETURN = "return"
    INVESTIGATE = "investigate"


class OpinionReview(StrEnum):
    """Which opinions are reviewed between drafting and approval: a policy of the centre."""

    NEVER = "never"
    COMPLEX = "complex"
    ALWAYS = "always"


class FollowUp(StrEnum):
    """What a dissatisfied complainant asks for after the answer."""

    NONE = "none"
    REDO = "redo"
    REVIEW = "review"


class ReferralKind(StrEnum):
    """Assigned within the centre, which stays answerable (交办), or handed to another authority (转办)."""

    ASSIGN = "assign"
    TRANSFER = "transfer"


class ReferralRole(StrEnum):
    """The part a unit has in a referral."""

    LEAD = "lead"
    CO = "co"
    TRANSFER = "transfer"


class Arbitration(StrEnum):
    """What is decided about a reasoned return of a referral."""

    REJECTED = "rejected"
    OTHER_UNIT = "other_unit"
    BACK = "back"


class EntrustmentKind(StrEnum):
    """Work that others do for an investigation: a commissioned report or a formal appraisal (鉴定)."""

    ENTRUSTED = "entrusted"
    APPRAISAL = "appraisal"


class RequestedSide(StrEnum):
    """Who asked for something."""

    STAFF = "staff"
    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"


class RecusalSubject(StrEnum):
    """Who is to keep away from a case."""

    STAFF = "staff"
    UNIT = "unit"


class RecusalOutcome(StrEnum):
    """What was decided about a recusal."""

    RECUSED = "recused"
    NOT_RECUSED = "not_recused"


class RectificationKind(StrEnum):
    """Whether a unit has to set something right or to improve its service."""

    RECTIFY = "rectify"
    IMPROVE = "improve"


class ReviewOutcome(StrEnum):
    """What a review (复查) made of the decision."""

    UPHELD = "upheld"
    CHANGED = "changed"
    REOPENED = "reopened"


class ToldWay(StrEnum):
    """How a finding reached whom it is about: opened by himself, or handed over on paper."""

    OPENED = "opened"
    HANDED_OVER = "handed_over"


class CaseRole(StrEnum):
    """What a person or unit is designated for in one case."""

    ACCEPTOR = "acceptor"
    HANDLER = "handler"
    APPROVER = "approver"
    REVIEWER = "reviewer"
    RETURN_VISITOR = "return_visitor"
    LEAD_UNIT = "lead_unit"
    CO_UNIT = "co_unit"
    # Does the whole office part of a case whose own unit is complained about.
    STAND_IN = "stand_in"
    # Does one task that no active person may do by role.
    NAMED = "named"


class RespondentMatch(StrEnum):
    """How far the words of a complaint could be resolved to a unit, window, person or item."""

    EXACT = "exact"
    WINDOW = "window"
    ITEM = "item"
    UNIT = "unit"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


class Role(StrEnum):
    """What a member of staff may do."""

    INTAKE = "intake"
    INVESTIGATOR = "investigator"
    APPROVER = "approver"
    DIRECTOR = "director"
    SUPERVISOR = "supervisor"
    UNIT_REP = "unit_rep"
    ADMINISTRATOR = "administrator"
    RETURN_VISIT = "return_visit"
    WINDOW_STAFF = "window_staff"
    OVERSEER = "overseer"  # of a body outside: reads what a mandate names, and does nothing (ADR 0301)
    AUDITOR = "auditor"  # reads who did what and whether the records hold, of no case (ADR 0333)


# Whoever has one of these has no other role, handles nothing, and stands in for nobody.
APART_ROLES = frozenset({Role.OVERSEER, Role.AUDITOR})


class UnitKind(StrEnum):
    """What a unit is to the centre."""

    INTERNAL = "internal"
    RESIDENT = "resident"
    EXTERNAL = "external"


class RelationEffect(StrEnum):
    """What a declared relation does to a person's right to handle a case."""

    HARD_BLOCK = "hard_block"
    DECIDE = "decide"
    EXPIRED = "expired"


class RelationSubject(StrEnum):
    """Whom a declared relation is to."""

    STAFF = "staff"
    UNIT = "unit"
    COMPANY = "company"
    PERSON = "person"
