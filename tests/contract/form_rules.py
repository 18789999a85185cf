"""Which code list each choice of the shipped forms offers. Data for C3."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from models.ground.codes import (
    Arbitration,
    Category,
    Complexity,
    Disposal,
    EntrustmentKind,
    Finding,
    FollowUp,
    MatterDecision,
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


def values_of(codes: type[StrEnum]) -> frozenset[str]:
    return frozenset(code.value for code in codes)


# Undecided is no decision, and what is settled on the spot is chosen by the route.
_DECISIONS: Final = (values_of(MatterDecision) - {MatterDecision.SETTLE_ON_SPOT.value}) | {"later"}
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
    "decide-acceptance matters[].decision": _DECISIONS,
    "record-findings matters[].finding": values_of(Finding) | {"later"},
    "decide-recusal outcome": values_of(RecusalOutcome),
    "decide-review outcome": values_of(ReviewOutcome),
    "open-entrustment kind": values_of(EntrustmentKind),
    "open-referral role": values_of(ReferralRole) - {ReferralRole.TRANSFER.value},
    "order-rectification kind": values_of(RectificationKind),
}
