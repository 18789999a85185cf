"""The bulletin (通报) of a clock that is five working days late: an entry of the trail, once per due moment."""

from sqlalchemy import select

from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.ledger.trail_event import TrailEvent
from services.actor import Actor
from services.unit_of_work import Unit

BULLETIN = "clock.bulletin"


def enter_bulletin(clock: Clock, unit: Unit, actor: Actor) -> None:
    """Enter it unless the trail has it for this clock and due moment."""
    entry = {"clock_id": clock.id, "clock_kind": clock.kind.value, "due_at": as_iso(clock.due_at)}
    entered = unit.session.scalars(
        select(TrailEvent).where(TrailEvent.complaint_id == clock.complaint_id, TrailEvent.kind == BULLETIN)
    )
    if all(event.payload != entry for event in entered):
        unit.trail.add(clock.complaint_id, BULLETIN, entry, actor)
