"""The file of a case in which everything went as its story expects, as the API would tell it."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from deploy.replay.judging.judged import Judged
from deploy.replay.samples import load_stories

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
FILES = ("complaints.json", "way.json")
NUMBERS = {
    "S003": "YH-2026-000003",
    "S004": "YH-2026-000004",
    "S009": "YH-2026-000009",
    "S033": "YH-2026-000033",
    "W9": "YH-2026-000099",
}
_DECIDED = "2026-09-08T10:00:00+08:00"


@cache
def _rows() -> dict[str, dict[str, Any]]:
    rows = [row for name in FILES for row in json.loads((SAMPLES / name).read_text("utf-8"))["complaints"]]
    return {row["id"]: row for row in rows}


@cache
def _stories() -> dict[str, Any]:
    return {story.id: story for name in FILES for story in load_stories(SAMPLES / name)}


def names() -> list[str]:
    """The ids of all sample stories."""
    return list(_rows())


def judged(name: str) -> Judged:
    """A sample with its case as expected; wish, clock and case may be altered freely."""
    row = copy.deepcopy(_rows()[name])
    wish, clock = row["expected"], row["story_clock"]
    return Judged(_stories()[name], wish, clock, case_of(row), numbers=NUMBERS)


def case_of(row: dict[str, Any]) -> dict[str, Any]:
    """The file with each field as expected."""
    wish, told, story = row["expected"], row["story_clock"], row["story"]
    way = wish["decision"]
    if way == "supplement_first":
        way = "accept" if "accepted_on" in told else "refuse"
    matters = [_matter(matter, way, wish) for matter in wish["matters"]]
    if not matters:  # Nothing can be made out, and the file has one row all the same.
        matters = [_matter({**_NOTHING, "no": 1}, way, wish)]
    asked = [{"requested_at": "2026-09-07T10:00:00+08:00"}] if wish["decision"] == "supplement_first" else []
    return {
        "identity_kind": wish["identity"],
        "complexity": wish["complexity"],
        "route": wish["route"],
        "category": wish["category"],
        "respondent": wish["respondent"],
        "disclosure_level": wish["disclosure_level"],
        "urgent": wish["urgent"],
        "matters": matters,
        "claims": [{"no": claim["no"], "answer": claim["answer"]} for claim in wish["claims"]],
        "supplement_requests": asked,
        "extensions": [{"is_effective": True} for step in story if step["action"] == "extend"],
        "submitted": _submitted(story),
        "effective_received": told["effective_received"],
        "accepted_at": f"{told['accepted_on']}T10:00:00+08:00" if "accepted_on" in told else None,
        "clocks": _clocks(told, story, row["raw"].get("row", {}).get("办理时限", "")[:10]),
        **_group(wish, story),
        "is_closed": True,
    }


def _group(wish: dict[str, Any], story: list[dict[str, Any]]) -> dict[str, Any]:
    """The mass complaint of the file; the claim that a story calls this person's alone is its last one."""
    told = wish.get("answered_in")
    if not wish.get("mass_group"):
        return {"group": None, "answered_in": NUMBERS[told] if told else None}
    leads = any(step["action"] == "open_mass" for step in story)
    is_alone = any(step["data"].get("individual_claim") for step in story)
    group = {
        "name": wish["mass_group"],
        "leading_number": NUMBERS["S033"],
        "is_leading": leads,
        "own_claims": [len(wish["claims"])] if is_alone else [],
    }
    return {"group": group, "answered_in": None if leads else NUMBERS["S033"]}


_NOTHING: dict[str, Any] = dict.fromkeys(("decision", "nonaccept_ground", "refer_to", "finding", "adoption"))
_NOTHING |= {"disposals": [], "kind": "complaint"}


def _matter(matter: dict[str, Any], way: str, wish: dict[str, Any]) -> dict[str, Any]:
    way = matter["decision"] or way
    return {
        "no": matter["no"],
        "kind": matter["kind"],
        "decision": way,
        "decided_at": _DECIDED,
        "nonaccept_ground": wish["nonaccept_ground"] if way in ("refuse", "merge") else None,
        "refer_to": wish["refer_to"] if way == "refer" else None,
        "merged_into": NUMBERS[wish["is_duplicate_of"]] if way == "merge" else None,
        "finding": matter["finding"],
        "disposals": matter["disposals"],
        "adoption": matter["adoption"],
    }


def _submitted(story: list[dict[str, Any]]) -> list[dict[str, Any]]:
    approvers = [
        step["data"].get("approved_by") or step["actor"]
        for step in story
        if step["action"] in ("approve", "sent_back") or step["data"].get("approved_by")
    ]
    return [{"form_id": "approve-opinion", "by": approver} for approver in approvers]


def _clocks(told: dict[str, Any], story: list[dict[str, Any]], own_limit: str) -> list[dict[str, Any]]:
    """`own_limit` is the day that the hotline told with its order; empty without one."""
    late = next((step["at"] for step in story if step["data"].get("late")), None)
    clocks = [
        clock(
            "acceptance",
            told["acceptance_due"],
            told.get("acceptance_due_after_supplement_pause"),
            stopped=late,
        )
    ]
    if "resolve_due" in told:
        due = min(told["resolve_due"], own_limit or told["resolve_due"])
        resolve = clock("resolve", due, told.get("resolve_due_after_pauses_and_extension"))
        clocks.append(resolve | {"amount": told["limit_workdays"], "pauses": told.get("paused", [])})
    return clocks


def clock(kind: str, due: str, moved: str | None = None, stopped: str | None = None) -> dict[str, Any]:
    """One clock that ended at its due moment, or at `stopped`."""
    return {
        "kind": kind,
        "round": 1,
        "rung": "stopped",
        "opened_at": "2026-09-07T10:00:00+08:00",
        "stopped_at": stopped or f"{moved or due}T17:00:00+08:00",
        "original_due_at": f"{due}T17:00:00+08:00",
        "due_at": f"{moved or due}T17:00:00+08:00",
    }
