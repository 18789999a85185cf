"""What an approver of a story enters: approves what was drafted or proposed, or sends it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.improvement import improvement_of
from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]


def approve_opinion(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Approve what was drafted, or send it back."""
    told = {"opinion_decision": _verdict(step), "comment": step.data.get("reason") or step.note}
    return {**told, **improvement_of(story, step, shown)}


def approve_acceptance(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Approve what was proposed, or send it back with the reason that the story tells."""
    return {"approval": _verdict(step), "comment": step.data.get("reason") or step.note}


def approve_settlement(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """The same of a settlement on the spot."""
    return approve_acceptance(story, step, shown)


def approve_entrustment(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """The same of an entrustment and its pause: the step that tells of one tells of its approval."""
    return approve_acceptance(story, step, shown)


def _verdict(step: Step) -> str:
    return "return" if step.action == "sent_back" else "approve"
