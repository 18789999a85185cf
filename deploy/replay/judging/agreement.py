"""What the machine suggested: shares that agree, and after a person's correction what must be right."""

from __future__ import annotations

from deploy.replay.judging.judged import Json, Judged, Pairs

AGREEMENT_FIELDS = ("category", "matters", "claims", "kind", "respondent", "disclosure_level", "urgent")
_RESPONDENT = ("unit", "window", "staff")


def agreement(judged: Judged, suggested_matters: int, suggested_claims: int) -> dict[str, bool]:
    """Whether the machine's suggestion agrees with the careful person, by field; the counts are those of its split."""
    wish, case = judged.wish, judged.case
    return {
        "category": case.get("category") in [wish["category"], *wish["other_categories"]],
        "matters": suggested_matters == len(wish["matters"]),
        "claims": suggested_claims == len(wish["claims"]),
        "kind": _kinds(wish["matters"]) == _kinds(judged.matters),
        "respondent": _respondent(case.get("respondent")) == _respondent(wish["respondent"]),
        "disclosure_level": str(case.get("disclosure_level")) == str(wish["disclosure_level"]),
        "urgent": bool(case.get("urgent")) == wish["urgent"],
    }


def registration_pairs(judged: Judged) -> Pairs:
    """After a person corrected the registration, respondent, category and numbers are his and must agree."""
    if all(step.action != "correct_registration" for step in judged.steps):
        return []
    wish, case = judged.wish, judged.case
    told = [wish["category"], *wish["other_categories"]]
    pairs: Pairs = [
        ("respondent", _respondent(wish["respondent"]), _respondent(case.get("respondent"))),
        ("category", wish["category"], wish["category"] if case["category"] in told else case["category"]),
        ("matters", len(wish["matters"]), len(judged.matters)),
    ]
    return [*pairs, ("claims", len(wish["claims"]), len(judged.claims))]


def _respondent(row: Json | None) -> dict[str, object]:
    return {key: (row or {}).get(key) for key in _RESPONDENT}


def _kinds(matters: object) -> list[str]:
    rows = matters if isinstance(matters, list) else []
    return [str(row.get("kind") or "complaint") for row in rows]
