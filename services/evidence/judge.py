"""Judges items of evidence, and excludes, restricts and withdraws them; none is ever deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.evidence_item import EvidenceItem
from models.ground.evidence_codes import Judgement
from services.actor import Actor
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Judged:
    """The three sides of an item, the numbers of those that say the same, and what was thought of it."""

    legality: Judgement
    relevance: Judgement
    authenticity: Judgement
    corroborated_by: Sequence[int]
    assessment: str


def judge_item(item: EvidenceItem, judged: Judged, unit: Unit, actor: Actor) -> None:
    """Keep the judgement; what was not lawfully obtained is excluded by it (严禁非法取证)."""
    item.legality, item.relevance, item.authenticity = (
        judged.legality,
        judged.relevance,
        judged.authenticity,
    )
    item.corroborated_by = sorted(set(judged.corroborated_by) - {item.no})
    item.assessment = judged.assessment or None
    item.judged_by, item.judged_at = actor.name, unit.clock.now()
    payload = {
        **_name(item),
        "legality": judged.legality.value,
        "relevance": judged.relevance.value,
        "authenticity": judged.authenticity.value,
    }
    unit.trail.add(item.complaint_id, "evidence.judged", payload, actor)
    if judged.legality is Judgement.NO:
        exclude_item(item, judged.assessment, unit, actor)


def exclude_item(item: EvidenceItem, reason: str, unit: Unit, actor: Actor) -> None:
    """No finding may rest on it from now on; it stays in the file with who excluded it and why."""
    item.excluded_at, item.excluded_by, item.exclusion_reason = unit.clock.now(), actor.name, reason
    unit.trail.add(item.complaint_id, "evidence.excluded", {**_name(item), "reason": reason}, actor)


def admit_item(item: EvidenceItem, reason: str, unit: Unit, actor: Actor) -> None:
    """Take an exclusion back; that it was excluded stands in the trail."""
    item.excluded_at = item.excluded_by = item.exclusion_reason = None
    unit.trail.add(item.complaint_id, "evidence.admitted", {**_name(item), "reason": reason}, actor)


@dataclass(frozen=True, slots=True)
class Restricted:
    """Who may see an item, by login, and why nobody else."""

    readers: Sequence[str]
    reason: str


def restrict_item(item: EvidenceItem, told: Restricted, unit: Unit, actor: Actor) -> None:
    """For these readers, the handler and the person who restricts it alone from now on."""
    readers = sorted(told.readers)
    item.readers, item.restricted_by, item.restriction_reason = readers, actor.name, told.reason
    payload = {**_name(item), "readers": readers, "reason": told.reason}
    unit.trail.add(item.complaint_id, "evidence.restricted", payload, actor)


def withdraw_item(item: EvidenceItem, reason: str, unit: Unit, actor: Actor) -> None:
    """Its file is handed out to nobody else from now on; the entry says who withdrew it and why."""
    item.withdrawn_at, item.withdrawn_by, item.withdrawal_reason = unit.clock.now(), actor.name, reason
    unit.trail.add(item.complaint_id, "evidence.withdrawn", {**_name(item), "reason": reason}, actor)


def _name(item: EvidenceItem) -> dict[str, object]:
    return {"item_id": item.id, "no": item.no}
