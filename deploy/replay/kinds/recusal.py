"""Somebody is asked to keep away from the case."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Act, By, Task
from deploy.replay.organisation import is_own_unit
from deploy.replay.samples import Step


def _request(case: LivedCase, step: Step) -> list[Answers]:
    who = str(step.data["who"])
    return [
        {
            "who_kind": "unit" if is_own_unit(who) else "staff",
            "who": who,
            "reason": step.data["reason"],
            "requested_side": step.data.get("requested_by") or "staff",
        }
    ]


RECUSAL = InStories(
    name="recusal",
    keys={"recusal": keys("who reason outcome replaced_by requested_by")},
    steps={"recusal": (Act("request-recusal", by=By.REQUESTER), Task("decide-recusal"))},
    acts={"request-recusal": _request},
)
