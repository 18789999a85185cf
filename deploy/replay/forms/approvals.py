"""What an approver of a story enters: approves what was drafted or proposed, or sends it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]


def approve_opinion(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Approve what was drafted, or send it back."""
    told = {"opinion_decision": _verdict(step), "comment": step.data.get("reason") or step.note}
    return {**told, **_improvement(story, step, shown)}


def _improvement(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """No story tells a verdict: where it has the service improved, that is one, else nothing is claimed to be."""
    told = [known for known in story.steps if known.no <= step.no and known.data.get("disposals")]
    if not told or not any("improve_service" in (rows or ()) for rows in told[-1].data["disposals"]):
        return {"improvement": "none", "improvement_reason": "经历中没有要求改进服务。"}
    owners = [option["value"] for option in shown.get("improvement_owner_options", ())]
    units = [known.data["unit"] for known in story.steps if known.no <= step.no and known.data.get("unit")]
    return {
        "improvement": "needed",
        "improvement_cause": told[-1].note or "见处理意见",
        "improvement_owner": next(
            (unit for unit in reversed(units) if unit in owners), next(iter(owners), "")
        ),
    }


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
