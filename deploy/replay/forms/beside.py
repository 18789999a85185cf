"""What a person of a story enters in the forms of requests and side processes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.organisation import is_own_unit
from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def verify_withdrawal(story: Story, step: Step, shown: Shown) -> Answers:
    """The complainant confirms."""
    return {"is_confirmed": "yes", "way": "phone", "comment": step.note}


def sign_referral(story: Story, step: Step, shown: Shown) -> Answers:
    """The unit signs for it."""
    return {"referral_answer": "signed"}


def report_referral_result(story: Story, step: Step, shown: Shown) -> Answers:
    """The unit's result."""
    return {"result_text": step.note or "已办理"}


def record_discipline_result(story: Story, step: Step, shown: Shown) -> Answers:
    """The authority's result."""
    return {"result_text": step.note or "已办理"}


def arbitrate_referral(story: Story, step: Step, shown: Shown) -> Answers:
    """Back to the centre when a unit of the centre is named, else to the other unit."""
    unit = str(step.data.get("unit") or "")
    if not unit:
        return {"arbitration": "rejected", "reason": step.note}
    if is_own_unit(unit):
        return {"arbitration": "back", "reason": step.note}
    return {"arbitration": "other_unit", "unit": unit, "reason": step.note}


def decide_extension(story: Story, step: Step, shown: Shown) -> Answers:
    """Approved."""
    return {"is_approved": "yes", "comment": step.note}


def tell_extension(story: Story, step: Step, shown: Shown) -> Answers:
    """The complainant is told at once."""
    return {"ways": ["phone"], "told_text": step.note or "已告知延期"}


def decide_recusal(story: Story, step: Step, shown: Shown) -> Answers:
    """The outcome and who takes over."""
    return {
        "outcome": step.data["outcome"],
        "replaced_by": step.data["replaced_by"],
        "reason": step.note or step.data["reason"],
    }


def report_rectification(story: Story, step: Step, shown: Shown) -> Answers:
    """What was put right."""
    return {"report_text": step.note or "已整改"}


def verify_rectification(story: Story, step: Step, shown: Shown) -> Answers:
    """Found in order."""
    return {"is_verified": "yes", "note": step.note}


def transfer_discipline(story: Story, step: Step, shown: Shown) -> Answers:
    """To whom, and their receipt."""
    return {"to": step.data["to"], "receipt": step.data["receipt"], "note": step.note}


def decide_review(story: Story, step: Step, shown: Shown) -> Answers:
    """The reviewer's outcome."""
    return {
        "reviewer": step.data["reviewer"],
        "outcome": step.data["outcome"],
        "reasons": step.note or "见复查",
    }
