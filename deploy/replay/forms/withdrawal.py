"""What a person of a story enters in the forms of 撤回."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def verify_withdrawal(story: Story, step: Step, shown: Shown) -> Answers:
    """The complainant confirms."""
    return {"is_confirmed": "yes", "way": "phone", "comment": step.note}
