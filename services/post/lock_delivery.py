"""A letter of the list for a change: its case and itself locked, for whoever writes to people about the case."""

from models.case.letter_delivery import LetterDelivery
from models.ground.errors import NotFound
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.unit_of_work import Unit


def lock_delivery(delivery_id: str, unit: Unit, actor: Actor) -> LetterDelivery:
    """NotFound for one of a case that is not this person's to read, NotPermitted for who only reads it."""
    row = unit.session.get(LetterDelivery, delivery_id)
    if row is None:
        raise NotFound
    require_may_write(get_complaint(row.complaint_id, unit), unit, actor)
    unit.session.refresh(row, with_for_update=True)
    return row
