"""What a finished case shows, held against what a careful person would have decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deploy.replay.story_clock import story_clock_of

AGREEMENT_FIELDS = ("category", "claims", "respondent", "disclosure_level", "urgent")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the case and the expectation disagree."""

    complaint: str
    field: str
    expected: object
    seen: object

    def __str__(self) -> str:
        return f"{self.complaint} {self.field}: expected {self.expected!r}, seen {self.seen!r}"


def compare(complaint: str, expected: Json, case: Json, is_complete: bool) -> list[Difference]:
    """Differences of one case; `expected` holds `expected` and `story_clock`.

    A case that stopped before its last step is compared in what it had reached by then.
    """
    wish, clock = expected["expected"], expected["story_clock"]
    pairs = _decision_pairs(wish, case, is_complete) + _clock_pairs(clock, case, is_complete)
    if is_complete:
        pairs += _outcome_pairs(wish, case)
        pairs.append(("closed", True, case["is_closed"]))
    differences = [Difference(complaint, name, want, got) for name, want, got in pairs if want != got]
    return [d for d in differences if not _is_acceptable(wish, d)]


def agreement(expected: Json, case: Json, suggested_claims: int) -> dict[str, bool]:
    """Whether the machine's suggestion agrees with the careful person, by field; `suggested_claims` counts its split."""
    wish = expected["expected"]
    respondent = case.get("respondent") or {}
    return {
        "category": case.get("category") in [wish["category"], *wish["other_categories"]],
        "claims": suggested_claims == len(wish["claims"]),
        "respondent": all(
            respondent.get(key) == wish["respondent"].get(key) for key in ("unit", "window", "staff")
        ),
        "disclosure_level": str(case.get("disclosure_level")) == str(wish["disclosure_level"]),
        "urgent": bool(case.get("urgent")) == wish["urgent"],
    }


def decision_of(case: Json) -> str | None:
    """The decision about the whole complaint, None before it.

    A supplement asked for before the first decision is itself the decision; of several ways the one that keeps the
    matter with the centre counts.
    """
    decisions = {claim["decision"] for claim in case["claims"]} - {None}
    if not decisions:
        return None
    if _is_supplement_first(case):
        return "supplement_first"
    return next((way for way in _WEIGHT if way in decisions), None)


def _is_supplement_first(case: Json) -> bool:
    """Whether something was asked of the complainant before the first decision."""
    asked = [datetime.fromisoformat(row["requested_at"]) for row in case["supplement_requests"]]
    decided = [datetime.fromisoformat(row["decided_at"]) for row in case["claims"] if row["decided_at"]]
    return bool(asked) and (not decided or min(asked) < min(decided))


_WEIGHT = ("accept", "settle_on_spot", "refer", "merge", "refuse")

Pairs = list[tuple[str, object, object]]


def _decision_pairs(wish: Json, case: Json, is_complete: bool) -> Pairs:
    pairs: Pairs = [("identity", wish["identity"], case["identity_kind"])]
    decision = decision_of(case)
    if decision is None and not is_complete:
        return pairs
    pairs.append(("decision", wish["decision"], decision))
    ways = {claim["decision"] for claim in case["claims"]}
    if ways & {"accept", "settle_on_spot", "refer"}:
        pairs.append(("complexity", wish["complexity"], case["complexity"]))
        pairs.append(("route", wish["route"], case["route"]))
    if ways in ({"refuse"}, {"merge"}):
        grounds = {claim["nonaccept_ground"] for claim in case["claims"]}
        pairs.append(("nonaccept_ground", {wish["nonaccept_ground"]}, grounds))
    if ways == {"refer"}:
        pairs.append(("refer_to", {wish["refer_to"]}, {claim["refer_to"] for claim in case["claims"]}))
    return pairs + _pairs_by_claim(wish, case)


def _pairs_by_claim(wish: Json, case: Json) -> Pairs:
    """Where the expectation tells a decision by claim, each is held against its own."""
    by_no = {claim["no"]: claim for claim in case["claims"]}
    pairs: Pairs = []
    for claim in wish["claims"]:
        seen = by_no.get(claim["no"], {})
        for key in ("decision", "nonaccept_ground", "refer_to"):
            if "decision" in claim and seen.get("decision") is not None and claim.get(key) is not None:
                pairs.append((f"claims.{claim['no']}.{key}", claim[key], seen.get(key)))
    return pairs


def _outcome_pairs(wish: Json, case: Json) -> Pairs:
    # Nothing is found about a withdrawn case, so no story tells a finding of one.
    if case.get("outcome") == "withdrawn":
        return []
    by_no = {claim["no"]: claim for claim in case["claims"]}
    pairs: Pairs = []
    for claim in wish["claims"]:
        seen = by_no.get(claim["no"], {})
        if claim.get("finding") is not None:
            pairs.append((f"claims.{claim['no']}.finding", claim["finding"], seen.get("finding")))
        if claim.get("disposals"):
            told = sorted(seen.get("disposals") or [])
            pairs.append((f"claims.{claim['no']}.disposals", sorted(claim["disposals"]), told))
    return pairs


def _clock_pairs(clock: Json, case: Json, is_complete: bool) -> Pairs:
    dates = story_clock_of(case)
    reached = {"effective_received", "acceptance_due"}
    if dates.get("accepted_on"):
        reached |= {"accepted_on", "limit_workdays", "resolve_due"}
    if is_complete:
        reached |= {
            "acceptance_due_after_supplement_pause",
            "resolve_due_after_pauses_and_extension",
            "paused",
        }
    return [(f"story_clock.{key}", clock[key], dates.get(key)) for key in sorted(reached & set(clock))]


def _is_acceptable(wish: Json, difference: Difference) -> bool:
    alternatives = (wish.get("acceptable_alternatives") or {}).get(difference.field)
    if alternatives is None:
        return False
    allowed = alternatives if isinstance(alternatives, list) else [alternatives]
    return difference.seen in allowed
