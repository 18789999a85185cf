"""What a person of a story enters in the forms of 问题线索移送."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.samples import Step, Story

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def transfer_discipline(story: Story, step: Step, shown: Shown) -> Answers:
    """To whom, and their receipt."""
    return {"to": step.data["to"], "receipt": step.data["receipt"], "note": step.note}


def record_discipline_result(story: Story, step: Step, shown: Shown) -> Answers:
    """The authority's result."""
    return {"result_text": step.note or "已办理"}
