"""What was found of each matter and done about it, and what each claim was answered."""

from __future__ import annotations

from deploy.replay.judging.judged import Judged, Pairs


def outcome_pairs(judged: Judged) -> Pairs:
    """Finding, disposals and adoption by matter, answers by claim; a matter without a finding must have none."""
    rows = {row["no"]: row for row in judged.matters}
    pairs: Pairs = []
    for matter in judged.wish["matters"]:
        seen = rows.get(matter["no"], {})
        place = f"matters.{matter['no']}"
        pairs.append((f"{place}.finding", matter["finding"], seen.get("finding")))
        told = sorted(seen.get("disposals") or [])
        pairs.append((f"{place}.disposals", sorted(matter["disposals"]), told))
        pairs.append((f"{place}.adoption", matter["adoption"], seen.get("adoption")))
    for claim in judged.wish["claims"] if judged.claims else ():
        answer = judged.claims.get(claim["no"], {}).get("answer")
        pairs.append((f"claims.{claim['no']}.answer", claim["answer"], answer))
    return pairs
