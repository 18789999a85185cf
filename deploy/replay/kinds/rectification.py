"""Something that a unit puts right; opinions and the closing of a case order it."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Task
from deploy.replay.samples import Step

# Stories tell no basis of an order.
_BASIS = "《政务服务中心服务投诉处置规范》（GB/T 36113-2018）7.3"


def _order(case: LivedCase, step: Step) -> list[Answers]:
    accept = case.accept_before(step)
    unit = accept.data.get("unit") if accept is not None else None
    answers = {"kind": "improve", "what": step.note, "basis": _BASIS}
    return [{**answers, **({"unit": unit} if unit else {})}]


RECTIFICATION = InStories(
    name="rectification",
    keys={"rectify_reported": keys("unit", "matters"), "rectify_verified": keys(remarks="matters")},
    steps={
        "rectify_reported": (Task("report-rectification", is_repeated=True),),
        "rectify_verified": (Task("verify-rectification", is_repeated=True),),
    },
    acts={"order-rectification": _order},
)
