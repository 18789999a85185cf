"""Clues that go to the organ that may discipline; an opinion proposes it."""

from __future__ import annotations

from deploy.replay.in_stories import InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Task

DISCIPLINARY_TRANSFER = InStories(
    name="disciplinary_transfer",
    keys={"discipline_transfer": keys("to receipt")},
    steps={
        "discipline_transfer": (Task("transfer-discipline"),),
        "discipline_result": (Task("record-discipline-result"),),
    },
)
