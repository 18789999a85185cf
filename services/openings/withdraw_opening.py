"""One of the two openers says that an opening was not as it was told; it stays on the list, and a right one is begun."""

from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.opening_codes import OpeningState
from services.actor import Actor
from services.openings.get_opening import MOVED_ON, lock_opening
from services.unit_of_work import UnitOfWork

LONGEST_NOTE = 500


def withdraw_opening(opening_id: str, note: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Until both have confirmed it; InvalidInput on `note`, Conflict afterwards, NotPermitted for who opened nothing."""
    told = note.strip()
    if not 1 <= len(told) <= LONGEST_NOTE or "\x00" in told:
        raise InvalidInput({"note": "TOO_LONG" if told else "REQUIRED"})
    with unit_of_work as unit:
        row = lock_opening(opening_id, unit, actor)
        if actor.staff_id not in (row.first_opener, row.second_opener):
            raise NotPermitted
        if row.state is not OpeningState.BEGUN:
            raise Conflict(code=MOVED_ON)
        row.state, row.state_at = OpeningState.WITHDRAWN, unit.clock.now()
        row.withdrawn_by, row.withdrawn_note = actor.staff_id, told
        unit.trail.add(None, "opening.withdrawn", {"opening_id": row.id}, actor)
