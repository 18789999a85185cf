"""The second opener says that the opening was as the first has told it; from then on something is made of what was found."""

from models.ground.errors import Conflict, NotPermitted
from models.ground.opening_codes import OpeningState
from services.actor import Actor
from services.openings.get_opening import MOVED_ON, end_when_done, lock_opening
from services.unit_of_work import UnitOfWork


def confirm_opening(opening_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; a repeat changes nothing. NotPermitted for anybody else, Conflict for one that was withdrawn.

    An empty box ends with it.
    """
    with unit_of_work as unit:
        row = lock_opening(opening_id, unit, actor)
        if actor.staff_id != row.second_opener:
            raise NotPermitted
        if row.state is OpeningState.WITHDRAWN:
            raise Conflict(code=MOVED_ON)
        if row.state is not OpeningState.BEGUN:
            return
        row.state, row.state_at = OpeningState.CONFIRMED, unit.clock.now()
        row.confirmed_at = row.state_at
        unit.trail.add(None, "opening.confirmed", {"opening_id": row.id, "found": row.found}, actor)
        end_when_done(row, unit, actor)
