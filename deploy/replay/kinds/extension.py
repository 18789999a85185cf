"""More time that the handler asks for."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Act, By, Task
from deploy.replay.samples import Step


def _request(case: LivedCase, step: Step) -> list[Answers]:
    return [{"reason": step.data["reason"], "amount": step.data["amount"]}]


EXTENSION = InStories(
    name="extension",
    keys={"extend": keys("reason amount told_complainant", "unit")},
    steps={
        "extend": (
            Act("request-extension", by=By.HANDLER),
            Task("decide-extension"),
            Task("tell-extension", only_if="told_complainant"),
        ),
    },
    acts={"request-extension": _request},
)
