"""What a person of a story enters in the forms of 复查."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.grounds import chosen_bases
from deploy.replay.samples import Step, Story
from deploy.replay.told_rows import answer_claims, call_of, judge_matter, not_as_wished, rows_of, ways_of

Shown = Mapping[str, Any]
Answers = dict[str, Any]
# As stories call a change; some of it is changed in any.
_OUTCOMES = {"partly_changed": "changed"}


def decide_review(story: Story, step: Step, shown: Shown) -> Answers:
    """The reviewer's outcome, what it changes of the matters that it names, and how it is sent."""
    outcome = _OUTCOMES.get(step.data["outcome"], step.data["outcome"])
    ways = ways_of(step) or ["letter"]
    answers = {
        "reviewer": step.data["reviewer"],
        "outcome": outcome,
        "reasons": step.note or "见复查",
        **chosen_bases(shown),
        "ways": ways,
        "mail_no": step.data.get("mail_no", ""),
        **call_of(step, ways),
        **not_as_wished(story, step, ways),
    }
    return {**answers, **_changed(step, shown)} if outcome == "changed" else answers


def _changed(step: Step, shown: Shown) -> Answers:
    rows = rows_of(shown)
    named = step.data.get("matters", ())
    for row, known in zip(rows, shown.get("matters", ()), strict=True):
        judged = judge_matter(step, known)
        judged.pop("departure", None)
        row.update({**judged, "reason": step.note if row["no"] in named else known.get("reason", step.note)})
    return {"matters": rows, **answer_claims(step, shown)}
