"""What a person of a story enters in the forms of 延期."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.grounds import chosen_bases
from deploy.replay.samples import Step, Story
from deploy.replay.told_rows import call_of

Shown = Mapping[str, Any]
Answers = dict[str, Any]


def decide_extension(story: Story, step: Step, shown: Shown) -> Answers:
    """Approved, on what is in force for it."""
    return {"is_approved": "yes", "comment": step.note, **chosen_bases(shown)}


def tell_extension(story: Story, step: Step, shown: Shown) -> Answers:
    """The complainant is told at once."""
    ways = ["phone"]
    return {"ways": ways, **call_of(step, ways), "told_text": step.note or "已告知延期"}
