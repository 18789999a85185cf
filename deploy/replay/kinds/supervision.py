"""A delay that has to be explained; most open by themselves."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.moves import Act
from deploy.replay.samples import Step


def _open(case: LivedCase, step: Step) -> list[Answers]:
    return [{"reason": step.note}]


SUPERVISION = InStories(
    name="supervision",
    steps={"supervise": (Act("open-supervision"),)},
    acts={"open-supervision": _open},
)
