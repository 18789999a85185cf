"""What counts as a difference."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from deploy.replay.comparison import compare, decision_of
from deploy.replay.story_clock import story_clock_of

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
            "decided_at": "2026-09-08T10:00:00+08:00",
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
    return {**keys, **dates_as_expected(wish["story_clock"]), "claims": claims, "is_closed": True}


def dates_as_expected(told: dict[str, Any]) -> dict[str, Any]:
    """As the API tells the dates that a story tells."""
    acceptance = clock(
        "acceptance", told["acceptance_due"], told.get("acceptance_due_after_supplement_pause")
    )
    clocks = [acceptance]
    if "resolve_due" in told:
        resolve = clock("resolve", told["resolve_due"], told.get("resolve_due_after_pauses_and_extension"))
        clocks += [resolve | {"amount": told["limit_workdays"], "pauses": told.get("paused", [])}]
    return {
        "effective_received": told["effective_received"],
        "accepted_at": f"{told['accepted_on']}T10:00:00+08:00" if "accepted_on" in told else None,
        "clocks": clocks,
        "supplement_requests": [],
    }


def clock(kind: str, due: str, moved: str | None = None) -> dict[str, Any]:
    return {
        "kind": kind,
        "round": 1,
        "opened_at": "2026-09-07T10:00:00+08:00",
        "stopped_at": "2026-09-30T17:00:00+08:00",
        "original_due_at": f"{due}T17:00:00+08:00",
        "due_at": f"{moved or due}T17:00:00+08:00",
    }


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
        claim.update(decision=None, decided_at=None, finding=None, disposals=[])
    case |= {"accepted_at": None, "clocks": [clock("acceptance", "2026-09-11")]}
    assert [d.field for d in compare("W1", wish, case, is_complete=False)] == ["story_clock.acceptance_due"]


def test_what_was_asked_of_the_complainant_before_the_decision_is_the_decision() -> None:
    wish = story("W1")
    case = case_as_expected(wish)
    case["supplement_requests"] = [{"requested_at": "2026-09-08T09:59:00+08:00"}]
    assert decision_of(case) == "supplement_first"
    case["supplement_requests"] = [{"requested_at": "2026-09-08T10:01:00+08:00"}]
    assert decision_of(case) == wish["expected"]["decision"]


def test_moved_dates_and_pauses_are_told_beside_the_first_ones_and_of_the_first_round() -> None:
    """HS-13, HS-38: the samples' words for a clock are made here, from what the API tells anyway."""
    pauses = [{"from": "2026-09-10", "to": "2026-09-14", "workdays": 2}]
    first = clock("resolve", "2026-09-21", "2026-09-23") | {"amount": 10, "pauses": pauses}
    redone = clock("resolve", "2026-10-30") | {"amount": 5, "pauses": [], "round": 2}
    dates = {"effective_received": "2026-09-07", "accepted_at": "2026-09-07T16:30:00+08:00"}
    told = story_clock_of({**dates, "clocks": [redone, first]})
    assert (told["resolve_due"], told["resolve_due_after_pauses_and_extension"]) == (
        "2026-09-21",
        "2026-09-23",
    )
    assert (told["limit_workdays"], told["paused"]) == (10, pauses)
    assert told["acceptance_due"] is None


@pytest.mark.parametrize(
    ("story_name", "path", "seen", "field"),
    [
        ("W1", ("identity_kind",), "anonymous", "identity"),
        ("W1", ("complexity",), "complex", "complexity"),
        ("W1", ("route",), "simple", "route"),
        ("W2", ("claims", 0, "nonaccept_ground"), "N01", "nonaccept_ground"),
    ],
)
def test_each_kind_of_wrong_outcome_is_a_difference(
    story_name: str, path: tuple[Any, ...], seen: str, field: str
) -> None:
    """HS-8."""
    wish = story(story_name)
    case = case_as_expected(wish)
    place: Any = case
    for step in path[:-1]:
        place = place[step]
    assert place[path[-1]] != seen, "the planted word is another one"
    place[path[-1]] = seen
    assert field in [difference.field for difference in compare(story_name, wish, case, is_complete=True)]


def referred(to: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A story that refers every claim, and a case that did so."""
    wish = story("W1")
    wish["expected"].update(decision="refer", refer_to="X-CGZF")
    case = case_as_expected(wish)
    for claim in case["claims"]:
        claim["refer_to"] = to
    return wish, case


def test_another_place_of_referral_is_a_difference() -> None:
    """HS-8."""
    wish, case = referred("X-CGZF")
    assert compare("W1", wish, case, is_complete=True) == []
    wish, case = referred("X-JYJ")
    assert [d.field for d in compare("W1", wish, case, is_complete=True)] == ["refer_to"]


@pytest.mark.parametrize("key", ["decision", "nonaccept_ground", "refer_to"])
def test_a_claim_that_went_another_way_than_told_is_a_difference(key: str) -> None:
    """HS-8: where a story tells the way of each claim, each is held against its own."""
    wish = story("W1")
    case = case_as_expected(wish)
    told = {"decision": "accept", "nonaccept_ground": "N01", "refer_to": "X-CGZF"}
    wish["expected"]["claims"][1].update(told)
    case["claims"][1].update(told)
    assert compare("W1", wish, case, is_complete=True) == []
    case["claims"][1][key] = {"decision": "settle_on_spot"}.get(key, "other")
    assert f"claims.2.{key}" in [d.field for d in compare("W1", wish, case, is_complete=True)]
