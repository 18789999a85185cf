"""Who is visited again by any way is owed no letter of an earlier visit that came back."""

from sqlalchemy import select

from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockStopReason
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from services.actor import Actor
from services.casefile.post_list import tell_delivery
from services.clocks.return_limit import meet_return_limits
from services.unit_of_work import Unit

ASKED_OTHERWISE = "已另行回访"


def end_returned_visits(complaint_id: str, unit: Unit, actor: Actor) -> None:
    """Take letters of visits that came back off the list of the post, and end the limits for sending them again."""
    rows = unit.session.scalars(
        select(LetterDelivery)
        .where(LetterDelivery.complaint_id == complaint_id, LetterDelivery.purpose == DeliveryPurpose.VISIT)
        .with_for_update()
    ).all()
    for row in rows:
        if row.state is DeliveryState.TO_POST and row.attempt > 1:
            row.taken_off_at, row.taken_off_by = unit.clock.now(), actor.name
            row.taken_off_reason, row.version = ASKED_OTHERWISE, row.version + 1
            tell_delivery("taken_off", row, unit, actor)
    meet_return_limits(complaint_id, {row.id for row in rows}, ClockStopReason.CANCELLED, unit)
