"""The custody chain of evidence: each hand-over is added, none is changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.case.evidence_custody import EvidenceCustody
from models.case.evidence_item import EvidenceItem
from models.ground.ids import new_id
from services.actor import Actor
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class HandOver:
    """Who gave it to whom, and when."""

    from_whom: str
    to_whom: str
    taken_over_at: datetime
    note: str = ""


def record_custody(item: EvidenceItem, hand_over: HandOver, unit: Unit, actor: Actor) -> EvidenceCustody:
    """Add one link inside the caller's unit, which holds the lock of the case."""
    last = unit.session.scalar(select(func.max(EvidenceCustody.no)).where(EvidenceCustody.item_id == item.id))
    link = EvidenceCustody(
        id=new_id(),
        complaint_id=item.complaint_id,
        item_id=item.id,
        no=(last or 0) + 1,
        from_whom=hand_over.from_whom,
        to_whom=hand_over.to_whom,
        taken_over_at=hand_over.taken_over_at,
        note=hand_over.note or None,
        recorded_by=actor.name,
        recorded_at=unit.clock.now(),
    )
    unit.session.add(link)
    unit.session.flush()
    payload = {"item_id": item.id, "no": item.no, "link": link.no}
    unit.trail.add(item.complaint_id, "evidence.handed_over", payload, actor)
    return link


def list_custody(complaint_id: str, unit: Unit) -> list[EvidenceCustody]:
    """All links of the case, each chain in its order."""
    return list(
        unit.session.scalars(
            select(EvidenceCustody)
            .where(EvidenceCustody.complaint_id == complaint_id)
            .order_by(EvidenceCustody.item_id, EvidenceCustody.no)
        )
    )
