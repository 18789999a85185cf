"""Whether a complainant consented on record that a unit is told his name and the number of what he applied for."""

from sqlalchemy import select

from models.case.identity_consent import IdentityConsent
from models.case.receipt import Receipt
from models.ground.ids import new_id
from services.actor import Actor
from services.unit_of_work import Unit


def has_consented(complaint_id: str, unit: Unit) -> bool:
    """He ticked it when filing, or somebody of the office recorded when and how he said so."""
    recorded = select(IdentityConsent.id).where(IdentityConsent.complaint_id == complaint_id).limit(1)
    if unit.session.scalars(recorded).first() is not None:
        return True
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


def _list_meta(complaint_id: str, unit: Unit) -> list[dict[str, object]]:
    return list(unit.session.scalars(select(Receipt.meta).where(Receipt.complaint_id == complaint_id)))
