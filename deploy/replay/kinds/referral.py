"""Work that is handed to another unit; the acceptance opens most of them."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.grounds import basis_of
from deploy.replay.in_stories import Answers, InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Act, Door, Task
from deploy.replay.outside import answer_handed_over
from deploy.replay.samples import Step


def _open(case: LivedCase, step: Step) -> list[Answers]:
    """A 交办单 to each unit of the centre that signs for one later in the story, before the next acceptance."""
    signed = [
        str(later.data.get("unit") or "")
        for later in case.story.steps
        if later.no > step.no and later.action == "referral_signed" and not later.actor.startswith("unit:")
    ]
    return [
        {"unit": unit, "role": "lead", "needs_result": False, "note": step.note} for unit in signed if unit
    ]


def _as_superior(step: Step) -> dict[str, str]:
    """What the superior organ decides on these matters, why it refuses, and where else they belong."""
    told = step.data
    return {
        "decision": str(told["decision"]),
        "matter_nos": "、".join(str(no) for no in told.get("matters", ())),
        "text": basis_of(str(told["ground"])) if told.get("ground") else step.note,
        "right_place": str(told.get("right_place") or ""),
    }


REFERRAL = InStories(
    name="referral",
    keys={
        "referral_signed": keys("unit", "matters"),
        "referral_objected": keys("reason"),
        "referral_arbitrated": keys("unit lead_unit objection"),
        "referral_result": keys(remarks="matters"),
        # That it told the complainant itself stands in its note.
        "superior_decision": keys("decision matters ground right_place", "told_complainant"),
    },
    steps={
        "referral_signed": (Door("signed"),),
        "referral_objected": (Door("objected"),),
        "referral_arbitrated": (
            Task("arbitrate-referral", is_optional=True),
            Act("designate-unit", only_if="lead_unit"),
        ),
        "referral_result": (Door("result"),),
        "superior_decision": (Door("superior"),),
    },
    acts={"open-referral": _open},
    doors={
        **{answer: answer_handed_over("referrals", answer) for answer in ("signed", "objected", "result")},
        "superior": answer_handed_over("referrals", "decided", _as_superior),
    },
    task_of_door={"signed": "sign-referral", "result": "report-referral-result"},
)
