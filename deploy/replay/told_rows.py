"""What a step tells of matters, claims and ways, as rows and lists of forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.intake_door import wished_way
from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Step, Story
from services.casefile.wished_way import read_wish

_WAYS = {"phone", "sms", "email", "letter", "registered_letter", "in_person", "query_code", "platform"}
# Ways as stories call them.
_OTHER_WAYS = {"social": "platform", "portal": "query_code"}

Shown = Mapping[str, Any]


def rows_of(shown: Shown) -> list[dict[str, Any]]:
    """The matters the form shows, number and text only."""
    return [{"no": row["no"], "text": row["text"]} for row in shown.get("matters", ())]


def judge_matter(step: Step, shown: Mapping[str, Any]) -> dict[str, Any]:
    """What the step tells of a matter: a suggestion is adopted or not where the form knows kinds, all else is found."""
    disposals = by_no(step.data.get("disposals") or [], shown) or ["no_action"]
    adoption = by_no(step.data.get("adoptions") or [], shown)
    if adoption and shown.get("kind") == "suggestion":
        left_out = {"not_adopted": step.note or "见处理意见"} if adoption == "partly_adopted" else {}
        return {"adoption": adoption, **left_out, "disposals": disposals}
    finding = by_no(step.data.get("findings") or [], shown) or "unverifiable"
    is_true = finding in ("substantiated", "partly_substantiated")
    departs = finding != shown.get("investigated_finding", finding)
    return {
        "finding": finding,
        "disposals": disposals,
        **({"responsibility": shown.get("responsibility") or responsible_by(disposals)} if is_true else {}),
        **({"departure": step.note or "见处理意见"} if departs else {}),
    }


def responsible_by(disposals: list[str]) -> str:
    """Whose responsibility it is by what the story has done about the matter."""
    if "propose_discipline" in disposals:
        return "person"
    return "system" if disposals == ["improve_service"] else "unit"


def answer_claims(step: Step, shown: Shown) -> dict[str, Any]:
    """The answer to each claim that the form shows; every one but a full support has a reason."""
    if "claims" not in shown:
        return {}
    told = step.data.get("answers") or []
    rows = [{"no": row["no"], "text": row["text"]} for row in shown["claims"]]
    for row in rows:
        answer = by_no(told, row) or "explained"
        row.update(
            {"answer": answer, **({} if answer == "supported" else {"answer_reason": step.note or "见答复"})}
        )
    return {"claims": rows}


def ways_of(step: Step) -> list[str]:
    """The ways that the step tells; raises StepRefused for one that the office does not know."""
    told = [_OTHER_WAYS.get(way, way) for way in step.data.get("ways", ())]
    if unknown := sorted(set(told) - _WAYS):
        raise StepRefused(f"unknown way {', '.join(unknown)}")
    return told


def not_as_wished(story: Story, step: Step, ways: list[str]) -> dict[str, str]:
    """Why the story answers by another way than was wished, in its own words; nothing where it does as wished."""
    wish = read_wish(wished_way(story))
    if wish is None or not wish.met_by.isdisjoint(ways):
        return {}
    return {"other_way_reason": step.note or "见办理记录"}


def by_no(values: list[Any], row: Mapping[str, Any]) -> Any:
    """The value of a matter; stories list them by the matter's number."""
    place = int(row["no"]) - 1
    return values[place] if place < len(values) else None


def call_of(step: Step, ways: list[str]) -> dict[str, str]:
    """The record of the call in which it was told, in the words of the step; nothing where nobody was called."""
    return {"talk_with": "complainant", "talk_text": step.note or "已告知"} if "phone" in ways else {}
