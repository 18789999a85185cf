"""One more thing is put down after the count: a second complaint in an envelope, or what stuck to the bottom of the box."""

from models.case.opening import Found
from models.ground.errors import Conflict
from models.ground.opening_codes import FoundState, OpeningState
from services.actor import Actor
from services.openings.begin_opening import MOST_FOUND
from services.openings.get_opening import MOVED_ON, lock_opening, require_confirmed
from services.openings.number_found import count_found
from services.unit_of_work import UnitOfWork


def add_found(opening_id: str, no: int, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """`no` is the number that it gets, the next one; a repeat changes nothing. What both counted stays as it is.

    An opening that has ended goes on with it. Conflict for another number than the next, and beyond MOST_FOUND.
    """
    with unit_of_work as unit:
        opening = lock_opening(opening_id, unit, actor)
        require_confirmed(opening)
        known = count_found(opening.id, unit)
        if no == known and no > opening.found:
            return
        if no != known + 1 or no > MOST_FOUND:
            raise Conflict(code=MOVED_ON)
        unit.session.add(Found(opening_id=opening.id, no=no, state=FoundState.WAITING))
        opening.state, opening.state_at = OpeningState.CONFIRMED, unit.clock.now()
        unit.trail.add(None, "opening.found_later", {"opening_id": opening.id, "no": no}, actor)
