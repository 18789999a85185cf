"""Whether a complainant consented on record that a unit is told who he is and what he applied for, or who else allowed it."""

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.identity_consent import IdentityConsent
from models.case.lifecycle import DecisionKind
from models.case.receipt import Receipt
from models.ground.ids import new_id
from services.actor import Actor
from services.casefile.data_requests import find_withdrawn_consent
from services.casefile.decisions import NewDecision, find_decision, record_decision
from services.unit_of_work import Unit


def has_consented(complaint_id: str, unit: Unit) -> bool:
    """He ticked it when filing, or somebody of the office recorded when and how he said so; not when he took it back since."""
    recorded = select(func.max(IdentityConsent.recorded_at)).where(
        IdentityConsent.complaint_id == complaint_id
    )
    last, taken_back = unit.session.scalar(recorded), find_withdrawn_consent(complaint_id, unit)
    if last is not None and (taken_back is None or last > taken_back):
        return True
    if taken_back is not None:
        return False
    return any(meta.get("consent_to_share_identity") for meta in _list_meta(complaint_id, unit))


def find_handling_numbers(complaint_id: str, unit: Unit) -> tuple[str, ...]:
    """The numbers of what he applied for, as he told them."""
    told = [
        str(meta["handling_number"]) for meta in _list_meta(complaint_id, unit) if meta.get("handling_number")
    ]
    return tuple(dict.fromkeys(told))


def record_consent(complaint_id: str, text: str, unit: Unit, actor: Actor) -> IdentityConsent:
    """Keep when and in which way he consented."""
    row = IdentityConsent(
        id=new_id(),
        complaint_id=complaint_id,
        text=text,
        recorded_by=actor.name,
        recorded_at=unit.clock.now(),
    )
    unit.session.add(row)
    unit.trail.add(complaint_id, "identity.consent_recorded", {"consent_id": row.id}, actor)
    return row


def find_approved_level(complaint: Complaint, unit: Unit) -> int:
    """The level that an approver allowed in this round without a consent; 0 when nobody did."""
    decision = find_decision(complaint.id, DecisionKind.DISCLOSURE, complaint.round, unit)
    return int(str(decision.content["level"])) if decision is not None else 0


def approve_level(complaint: Complaint, reason: str, unit: Unit, actor: Actor) -> None:
    """Allow the level that the file says, for this round; one that is raised later is not allowed by it."""
    content = {"level": complaint.disclosure_level, "reason": reason}
    record_decision(NewDecision(complaint.id, DecisionKind.DISCLOSURE, complaint.round, content), unit, actor)


def _list_meta(complaint_id: str, unit: Unit) -> list[dict[str, object]]:
    return list(unit.session.scalars(select(Receipt.meta).where(Receipt.complaint_id == complaint_id)))
