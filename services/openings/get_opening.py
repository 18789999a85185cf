"""An opening and what was found in it, for those who take in complaints; and that it ends with the last thing."""

from typing import NamedTuple

from sqlalchemy import func, select

from models.case.opening import Found, Opening
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound
from models.ground.opening_codes import FoundState, OpeningState
from services.actor import Actor, require_role
from services.unit_of_work import Unit

# Who opens: both can read what they sign for.
OPENERS = (Role.INTAKE, Role.SUPERVISOR)
MOVED_ON = "OPENING_MOVED_ON"
NOT_CONFIRMED = "OPENING_NOT_CONFIRMED"


class PlaceFound(NamedTuple):
    """A thing by its opening and its number in it."""

    opening_id: str
    no: int


def get_opening(opening_id: str, unit: Unit, actor: Actor) -> Opening:
    """The row, to be read; NotFound, NotPermitted."""
    require_role(actor, *OPENERS)
    row = unit.session.get(Opening, opening_id)
    if row is None:
        raise NotFound
    return row


def lock_opening(opening_id: str, unit: Unit, actor: Actor) -> Opening:
    """The same to be changed: whoever changes it or a thing of it waits here."""
    require_role(actor, *OPENERS)
    row = unit.session.get(Opening, opening_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def get_found(opening: Opening, no: int, unit: Unit) -> Found:
    """One thing of it; NotFound."""
    row = unit.session.get(Found, (opening.id, no))
    if row is None:
        raise NotFound
    return row


def require_confirmed(opening: Opening) -> None:
    """Conflict: nothing is made of a thing before both have confirmed the opening, nor of one that was withdrawn."""
    if opening.state is OpeningState.BEGUN:
        raise Conflict(code=NOT_CONFIRMED)
    if opening.state is OpeningState.WITHDRAWN:
        raise Conflict(code=MOVED_ON)


def require_waiting(found: Found) -> None:
    """Conflict for a thing of which something was made already."""
    if found.state is not FoundState.WAITING:
        raise Conflict(code=MOVED_ON)


def end_when_done(opening: Opening, unit: Unit, actor: Actor) -> None:
    """In the caller's unit with the opening locked: it ends when nothing of it waits any more."""
    unit.session.flush()
    waiting = (Found.opening_id == opening.id, Found.state == FoundState.WAITING)
    if unit.session.scalars(select(func.count()).select_from(Found).where(*waiting)).one():
        return
    opening.state, opening.state_at = OpeningState.ENDED, unit.clock.now()
    unit.trail.add(None, "opening.ended", {"opening_id": opening.id}, actor)
