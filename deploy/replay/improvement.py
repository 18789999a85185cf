"""What a story is taken to say of what is to be improved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]


def improvement_of(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
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
