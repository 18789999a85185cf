"""What was found of each matter and done about it, and what each claim was answered."""

from __future__ import annotations

from collections.abc import Mapping

from deploy.replay.judging.judged import Judged, Pairs


def outcome_pairs(judged: Judged) -> Pairs:
    """Finding, disposals and adoption by matter, answers by claim; a matter without a finding must have none."""
    rows = {row["no"]: row for row in judged.matters}
    pairs = [*answering_pairs(judged), *_own_claim_pairs(judged)]
    for matter in judged.wish["matters"]:
        if _is_told_nowhere(matter["no"], rows, judged, "own_matters"):
            continue
        seen = rows.get(matter["no"], {})
        place = f"matters.{matter['no']}"
        pairs.append((f"{place}.finding", matter["finding"], seen.get("finding")))
        told = sorted(seen.get("disposals") or [])
        pairs.append((f"{place}.disposals", sorted(matter["disposals"]), told))
        pairs.append((f"{place}.adoption", matter["adoption"], seen.get("adoption")))
    for claim in judged.wish["claims"] if judged.claims else ():
        if _is_told_nowhere(claim["no"], judged.claims, judged, "own_claims"):
            continue
        answer = judged.claims.get(claim["no"], {}).get("answer")
        pairs.append((f"claims.{claim['no']}.answer", claim["answer"], answer))
    return pairs


def answering_pairs(judged: Judged) -> Pairs:
    """Which file answers for this one: the one it was merged into, or the one that leads its mass complaint."""
    pairs: Pairs = []
    wish, group = judged.wish, judged.case.get("group") or {}
    if wish.get("mass_group") or group:
        pairs.append(("mass_group", wish.get("mass_group"), group.get("name")))
    told = wish.get("answered_in")
    if told is not None:
        pairs.append(("answered_in", judged.numbers.get(str(told)), judged.case.get("answered_in")))
    elif wish.get("mass_group"):
        wanted = None if group.get("is_leading") else group.get("leading_number")
        pairs.append(("answered_in", wanted, judged.case.get("answered_in")))
    return pairs


def _own_claim_pairs(judged: Judged) -> Pairs:
    """What a story says is wanted by this person alone is kept apart and answered; it is the last of its claims."""
    if not any(step.data.get("individual_claim") for step in judged.steps):
        return []
    own = (judged.case.get("group") or {}).get("own_claims") or []
    seen = [judged.claims.get(no, {}).get("answer") for no in own]
    return [("claims.own.answer", [judged.wish["claims"][-1]["answer"]], seen)]


def _is_told_nowhere(no: int, seen: Mapping[int, object], judged: Judged, own: str) -> bool:
    """A member of a mass complaint carries what was found once; no step tells of more than the machine had split off."""
    alone = (judged.case.get("group") or {}).get(own) or []
    is_member = any(step.data.get("join_mass") for step in judged.steps)
    return is_member and (no not in seen or no in alone)
