"""The rules, in the order of their codes; each is one file."""

from __future__ import annotations

from services.signals import (
    back_dated,
    before_reply,
    closed_without_evidence,
    closing_burst,
    copied_findings,
    groundless_pause,
    satisfaction_entered,
    told_without_attempt,
    withdrawn_nearby,
)

RULES = (
    back_dated.RULE,
    told_without_attempt.RULE,
    closed_without_evidence.RULE,
    satisfaction_entered.RULE,
    closing_burst.RULE,
    copied_findings.RULE,
    groundless_pause.RULE,
    before_reply.RULE,
    withdrawn_nearby.RULE,
)
