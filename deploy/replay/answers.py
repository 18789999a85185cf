"""What a person of a story enters in each form: its own words, else the suggestion shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploy.replay.grounds import basis_of, right_place_for
from deploy.replay.samples import Step, Story

_WAYS = {"phone", "sms", "email", "letter", "in_person", "query_code"}

Shown = Mapping[str, Any]


def rows_of(shown: Shown) -> list[dict[str, Any]]:
    """The claims the form shows, number and text only."""
    return [{"no": row["no"], "text": row["text"]} for row in shown.get("claims", ())]


def decide_acceptance(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Accept or refuse every claim."""
    rows = rows_of(shown)
    accepts = step.action == "accept"
    ground = str(step.data.get("ground") or "")
    for row in rows:
        row["decision"] = "accept" if accepts else "refuse"
        if not accepts:
            row["nonaccept_ground"] = ground
            row["basis"] = step.data.get("basis") or basis_of(ground)
            row["right_place"] = step.data.get("right_place") or right_place_for(ground)
    return {
        "category": shown.get("category") or "none",
        "route": step.data.get("route") or shown.get("route") or "intervene",
        "complexity": step.data.get("complexity") or shown.get("complexity") or "simple",
        "urgent": bool(shown.get("urgent")),
        "disclosure_level": str(shown.get("disclosure_level") or "1"),
        "claims": rows,
        "note": step.note,
    }


def assign_handler(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Name the unit and the handler that the story tells."""
    unit = step.data.get("unit") or shown.get("handling_unit")
    return {
        **({"handling_unit": unit} if unit else {}),
        "handler_id": step.data["handler"],
        "note": step.note,
    }


def record_findings(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Stories tell the finding with the opinion; the investigator reaches it here."""
    findings = _told(story, step, "findings")
    rows = rows_of(shown)
    for row, finding in zip(rows, _padded(findings, len(rows)), strict=True):
        row["finding"] = finding or "unverifiable"
        row["facts"] = step.note or "见调查记录"
    return {
        "methods": step.data.get("methods") or ["documents"],
        "evidence_note": "；".join(step.data.get("evidence", ())),
        "claims": rows,
    }


def draft_opinion(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Finding, disposals and reason by claim."""
    rows = rows_of(shown)
    findings = _padded(step.data.get("findings") or [], len(rows))
    disposals = _padded(step.data.get("disposals") or [], len(rows))
    for row, finding, disposal in zip(rows, findings, disposals, strict=True):
        row["finding"] = finding or "unverifiable"
        row["disposals"] = disposal or ["no_action"]
        row["reason"] = step.note or "见调查记录"
        row["basis"] = "《政务服务中心服务投诉处置规范》及中心服务承诺"
    return {"claims": rows, "summary": step.note}


def approve_opinion(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Approve what was drafted."""
    return {"opinion_decision": "approve", "comment": step.note}


def give_answer(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """The proposed three parts, told the story's ways."""
    ways = [way for way in step.data.get("ways", ()) if way in _WAYS]
    return {
        "findings_text": shown.get("findings_text") or step.note or "见答复",
        "decision_text": shown.get("decision_text") or step.note or "见答复",
        "measures_text": shown.get("measures_text") or step.note or "见答复",
        "ways": ways or ["in_person" if step.action == "close" else "phone"],
        "delivery_note": step.note,
    }


def record_return_visit(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """The complainant's own word; no word is recorded as unrated."""
    satisfaction = step.data.get("satisfaction")
    return {
        "reached": "no" if satisfaction is None else "yes",
        "satisfaction": "unrated" if satisfaction is None else str(satisfaction),
        "comment": step.note,
        "way": "phone",
    }


BY_FORM = {
    "decide-acceptance": decide_acceptance,
    "assign-handler": assign_handler,
    "record-findings": record_findings,
    "draft-opinion": draft_opinion,
    "approve-opinion": approve_opinion,
    "give-answer": give_answer,
    "record-return-visit": record_return_visit,
}


def _told(story: Story, step: Step, key: str) -> list[Any]:
    own = step.data.get(key)
    later = [s.data[key] for s in story.steps if s.no > step.no and s.data.get(key)]
    return list(own or (later[0] if later else []))


def _padded(values: list[Any], count: int) -> list[Any]:
    return (values + [None] * count)[:count]
