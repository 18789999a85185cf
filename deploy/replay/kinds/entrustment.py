"""An investigation or appraisal that another body does."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Act, By, Door, Task
from deploy.replay.outside import answer_handed_over
from deploy.replay.samples import Step

NOT_TOLD = "故事没有说明"


def _open(case: LivedCase, step: Step) -> list[Answers]:
    return [
        {
            "kind": "entrusted" if step.action == "entrust_start" else "appraisal",
            "to": step.data["to"],
            "scope": step.note,
            "limit_wd": step.data["limit_wd"],
            "pauses_clock": bool(step.data.get("pause")),
            # No story tells these: nothing of the file is handed over where nothing is told.
            "need": "complex" if step.action == "entrust_start" else "expert",
            "independence": NOT_TOLD,
            "hands_data": "no",
        }
    ]


# Proposed by who handles the case, approved by the step's actor.
_START = (Act("open-entrustment", by=By.HANDLER), Task("approve-entrustment"))

ENTRUSTMENT = InStories(
    name="entrustment",
    keys={
        "entrust_start": keys("to limit_wd pause"),
        "entrust_return": keys("reason", "resume"),
        "appraisal_start": keys("to limit_wd pause"),
        "appraisal_return": keys("reason", "resume"),
    },
    steps={
        "entrust_start": _START,
        "entrust_return": (Door("report"),),
        "appraisal_start": _START,
        "appraisal_return": (Door("report"),),
    },
    acts={"open-entrustment": _open},
    doors={"report": answer_handed_over("entrustments", "report")},
)
