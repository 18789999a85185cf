"""What a person of a story enters in the forms of 复查."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def decide_review(story: Story, step: Step, shown: Shown) -> Answers:
    """The reviewer's outcome."""
    return {
        "reviewer": step.data["reviewer"],
        "outcome": step.data["outcome"],
        "reasons": step.note or "见复查",
    }
