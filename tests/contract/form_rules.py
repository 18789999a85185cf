"""What must be answered in each shipped form, and which code list each choice offers. Data for C3."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from models.ground.codes import (
    Arbitration,
    Category,
    ClaimDecision,
    Complexity,
    Disposal,
    EntrustmentKind,
    Finding,
    FollowUp,
    Method,
    NonAcceptGround,
    OpinionDecision,
    RectificationKind,
    RecusalOutcome,
    RecusalSubject,
    ReferralRole,
    RequestedSide,
    ReviewOutcome,
    Route,
)

REQUIRED: Final[dict[str, set[str]]] = {
    "approve-opinion": {"opinion_decision"},
    "arbitrate-referral": {"arbitration", "reason", "unit"},
    "ask-respondent": {"questions", "unit"},
    "assign-handler": {"handler_id"},
    "cancel-run": {"reason"},
    "close-supervision": {"opinion"},
    "decide-acceptance": {"category", "claims[].decision", "route"},
    "decide-extension": {"is_approved"},
    "decide-recusal": {"outcome"},
    "decide-redo": {"decision", "reason"},
    "decide-review": {"outcome", "reasons"},
    "designate-unit": {"lead_unit", "reason"},
    "draft-opinion": {"claims[].disposals", "claims[].finding", "claims[].reason"},
    "explain-delay": {"measures", "reason"},
    "give-answer": {"decision_text", "findings_text", "measures_text", "ways"},
    "open-entrustment": {"scope", "to"},
    "open-referral": {"unit"},
    "open-supervision": {"reason"},
    "order-rectification": {"what"},
    "plan-investigation": set(),
    "record-discipline-result": {"result_text"},
    "record-findings": {"claims[].facts", "claims[].finding"},
    "record-investigation-act": {"record_text"},
    "record-return-visit": {"satisfaction"},
    "register-entrustment-report": {"entrustment_id", "report_text"},
    "register-referral-answer": {"answer", "referral_id"},
    "register-supplement": {"text"},
    "remind-supplement": set(),
    "reopen-case": {"reason"},
    "reply-as-respondent": {"reply_text", "respondent_request_id"},
    "report-fact": {"text"},
    "report-rectification": {"report_text"},
    "report-referral-result": {"result_text"},
    "request-extension": {"amount", "reason"},
    "request-recusal": {"reason", "who", "who_kind"},
    "request-review": {"reason"},
    "request-supplement": {"items"},
    "request-withdrawal": {"reason"},
    "review-opinion": {"review_decision"},
    "settle-on-spot": {"claims[].disposals", "claims[].finding", "claims[].reason", "is_settled"},
    "sign-referral": {"objection_reason", "referral_answer"},
    "tell-extension": {"ways"},
    "transfer-discipline": {"receipt", "to"},
    "verify-rectification": {"is_verified"},
    "verify-withdrawal": {"is_confirmed"},
}


def values_of(codes: type[StrEnum]) -> frozenset[str]:
    return frozenset(code.value for code in codes)


# Undecided is no decision, and what is settled on the spot is chosen by the route.
_DECISIONS: Final = (values_of(ClaimDecision) - {ClaimDecision.SETTLE_ON_SPOT.value}) | {"later"}
# Entrusting and appraisal are acts of their own with windows, not records of the handler.
_OWN_METHODS: Final = values_of(Method) - {Method.ENTRUST.value, Method.APPRAISAL.value}

# By key for choices that mean the same in every form, else by form and path.
OPTIONS: Final[dict[str, frozenset[str]]] = {
    "category": values_of(Category),
    "route": values_of(Route),
    "complexity": values_of(Complexity),
    "nonaccept_ground": values_of(NonAcceptGround),
    "finding": values_of(Finding),
    "disposals": values_of(Disposal),
    "methods": _OWN_METHODS,
    "opinion_decision": values_of(OpinionDecision),
    "review_decision": values_of(OpinionDecision) - {OpinionDecision.INVESTIGATE.value},
    "follow_up": values_of(FollowUp),
    "arbitration": values_of(Arbitration),
    "who_kind": values_of(RecusalSubject),
    "requested_side": values_of(RequestedSide),
    "decide-acceptance claims[].decision": _DECISIONS,
    "decide-recusal outcome": values_of(RecusalOutcome),
    "decide-review outcome": values_of(ReviewOutcome),
    "open-entrustment kind": values_of(EntrustmentKind),
    "open-referral role": values_of(ReferralRole) - {ReferralRole.TRANSFER.value},
    "order-rectification kind": values_of(RectificationKind),
}
