"""What counts as a difference."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from deploy.replay.comparison import compare

WAY = json.loads((Path(__file__).resolve().parents[1] / "samples" / "way.json").read_text(encoding="utf-8"))


def story(name: str) -> dict[str, Any]:
    row = next(row for row in WAY["complaints"] if row["id"] == name)
    return {"expected": copy.deepcopy(row["expected"]), "story_clock": copy.deepcopy(row["story_clock"])}


def case_as_expected(wish: dict[str, Any]) -> dict[str, Any]:
    expected = wish["expected"]
    claims = [
        {
            "no": claim["no"],
            "decision": expected["decision"],
            "nonaccept_ground": expected["nonaccept_ground"],
            "finding": claim["finding"],
            "disposals": claim["disposals"],
        }
        for claim in expected["claims"]
    ]
    keys = {
        "complexity": expected["complexity"],
        "route": expected["route"],
        "identity_kind": expected["identity"],
    }
    return {**keys, "claims": claims, "story_clock": dict(wish["story_clock"]), "is_closed": True}


def test_a_case_as_expected_has_no_difference() -> None:
    for name in ("W1", "W2", "W3", "W4"):
        wish = story(name)
        assert compare(name, wish, case_as_expected(wish), is_complete=True) == []


def test_one_date_one_finding_and_one_decision_are_three_differences() -> None:
    wish = story("W1")
    case = case_as_expected(wish)
    wish["story_clock"]["resolve_due"] = "2026-09-16"
    wish["expected"]["claims"][1]["finding"] = "not_substantiated"
    wish["expected"]["decision"] = "refer"
    fields = [difference.field for difference in compare("W1", wish, case, is_complete=True)]
    assert sorted(fields) == ["claims.2.finding", "decision", "story_clock.resolve_due"]


def test_an_acceptable_alternative_is_no_difference() -> None:
    wish = story("W2")
    case = case_as_expected(wish)
    wish["expected"]["decision"] = "refer"
    assert compare("W2", wish, case, is_complete=True) == []


def test_a_case_left_open_at_its_last_step_is_a_difference() -> None:
    wish = story("W1")
    case = {**case_as_expected(wish), "is_closed": False}
    assert [d.field for d in compare("W1", wish, case, is_complete=True)] == ["closed"]


def test_a_case_that_stopped_early_is_compared_in_what_it_had_reached() -> None:
    wish = story("W1")
    case = case_as_expected(wish)
    for claim in case["claims"]:
        claim.update(decision=None, finding=None, disposals=[])
    case["story_clock"] = {"effective_received": "2026-09-07", "acceptance_due": "2026-09-11"}
    assert [d.field for d in compare("W1", wish, case, is_complete=False)] == ["story_clock.acceptance_due"]
