"""What a person of a story enters in the forms of 交办转办."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.organisation import is_own_unit
from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def sign_referral(story: Story, step: Step, shown: Shown) -> Answers:
    """The unit signs for it."""
    return {"referral_answer": "signed"}


def report_referral_result(story: Story, step: Step, shown: Shown) -> Answers:
    """The unit's result."""
    return {"result_text": step.note or "已办理"}


def arbitrate_referral(story: Story, step: Step, shown: Shown) -> Answers:
    """An objection that is upheld goes back to the centre when a unit of the centre is named, else to the other unit."""
    unit = str(step.data.get("unit") or "")
    if not unit or step.data.get("objection") == "rejected":
        return {"arbitration": "rejected", "reason": step.note}
    if is_own_unit(unit):
        return {"arbitration": "back", "reason": step.note}
    return {"arbitration": "other_unit", "unit": unit, "reason": step.note}
