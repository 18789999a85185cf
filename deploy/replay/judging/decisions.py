"""Who it is, what was decided about the complaint and about each matter, and where it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deploy.replay.judging.judged import Json, Judged, Pairs

_KEPT = frozenset({"accept", "settle_on_spot", "refer"})
# Of several ways the one that keeps the matter with the centre counts.
_WEIGHT = ("accept", "settle_on_spot", "consultation", "refer", "merge", "refuse")


def decision_pairs(judged: Judged) -> Pairs:
    """The decision as a whole and by matter, with ground, place, route and complexity; nothing before it is taken."""
    wish, case = judged.wish, judged.case
    pairs: Pairs = [("identity", wish["identity"], case["identity_kind"])]
    decision = decision_of(case, judged.matters)
    if decision is None and not judged.is_complete:
        return pairs
    pairs.append(("decision", wish["decision"], decision))
    if _KEPT & _told(judged.matters, "decision"):
        pairs.append(("complexity", wish["complexity"], case["complexity"]))
        pairs.append(("route", wish["route"], case["route"]))
    if judged.is_complete:
        for key in ("nonaccept_ground", "refer_to"):
            pairs.append((key, sorted(filter(None, [wish[key]])), sorted(_told(judged.matters, key))))
        target = judged.numbers.get(str(wish.get("is_duplicate_of")))
        merged = {row.get("merged_into") for row in judged.matters} - {None}
        pairs.append(("merged_into", [target] if target else [], sorted(map(str, merged))))
    return pairs + _by_matter(judged)


def decision_of(case: Json, matters: Sequence[Json]) -> str | None:
    """The decision about the whole complaint, None before it.

    A supplement asked for before the first decision is itself the decision.
    """
    decisions = _told(matters, "decision")
    if not decisions:
        return None
    if _is_supplement_first(case, matters):
        return "supplement_first"
    return next((way for way in _WEIGHT if way in decisions), None)


def _is_supplement_first(case: Json, matters: Sequence[Json]) -> bool:
    """Whether something was asked of the complainant before the first decision."""
    asked = [datetime.fromisoformat(row["requested_at"]) for row in case["supplement_requests"]]
    decided = [datetime.fromisoformat(row["decided_at"]) for row in matters if row["decided_at"]]
    return bool(asked) and (not decided or min(asked) < min(decided))


def _by_matter(judged: Judged) -> Pairs:
    """Each matter against its own way where one is told, else against that of the complaint."""
    seen = {row["no"]: row for row in judged.matters}
    pairs: Pairs = []
    for matter in judged.wish["matters"]:
        row = seen.get(matter["no"])
        if row is None or row["decision"] is None:
            continue
        pairs.append((f"matters.{matter['no']}.decision", _way_of(matter, judged), row["decision"]))
        if matter["decision"] is not None:
            for key in ("nonaccept_ground", "refer_to"):
                pairs.append((f"matters.{matter['no']}.{key}", matter[key], row.get(key)))
    return pairs


def _way_of(matter: Json, judged: Judged) -> str:
    whole = str(matter["decision"] or judged.wish["decision"])
    if whole != "supplement_first":
        return whole
    return "accept" if judged.clock.get("accepted_on") else "refuse"


def _told(rows: Sequence[Json], key: str) -> set[str]:
    return {str(row[key]) for row in rows if row.get(key) is not None}
