"""A toy that a story asks for."""

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.moves import Act
from deploy.replay.samples import Step


def _ask(case: LivedCase, step: Step) -> list[Answers]:
    return [{"colour": step.note}]


TOY = InStories(name="toy", steps={"ask_toy": (Act("ask-toy"),)}, acts={"ask-toy": _ask})
