"""What a person of a story enters in the forms of 回避."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.grounds import chosen_bases
from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def decide_recusal(story: Story, step: Step, shown: Shown) -> Answers:
    """The outcome and who takes over."""
    return {
        "outcome": step.data["outcome"],
        "replaced_by": step.data["replaced_by"],
        "reason": step.note or step.data["reason"],
        **chosen_bases(shown),
    }
