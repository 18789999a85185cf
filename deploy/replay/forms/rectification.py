"""What a person of a story enters in the forms of 整改."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def report_rectification(story: Story, step: Step, shown: Shown) -> Answers:
    """What was put right."""
    return {"report_text": step.note or "已整改"}


def verify_rectification(story: Story, step: Step, shown: Shown) -> Answers:
    """Found in order."""
    return {"is_verified": "yes", "note": step.note}
