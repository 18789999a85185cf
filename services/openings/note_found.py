"""Something that was found in a box or in the mail is no complaint of its own: an advertisement, an empty envelope, valuables."""

from dataclasses import dataclass

from models.ground.errors import InvalidInput
from models.ground.opening_codes import FoundState, NoComplaint
from services.actor import Actor
from services.openings.get_opening import (
    end_when_done,
    get_found,
    lock_opening,
    require_confirmed,
    require_waiting,
)
from services.unit_of_work import UnitOfWork

LONGEST_NOTE = 500
# What says by itself what it is.
_NEEDS_NO_WORDS = (NoComplaint.ADVERTISEMENT, NoComplaint.EMPTY)


@dataclass(frozen=True, slots=True)
class NoteFound:
    """`note` says what it is and where it went."""

    opening_id: str
    no: int
    reason: str
    note: str


def note_found(command: NoteFound, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; a repeat changes nothing. InvalidInput by field, Conflict for what was registered or noted otherwise."""
    note = command.note.strip()
    reason = _check(command, note)
    with unit_of_work as unit:
        opening = lock_opening(command.opening_id, unit, actor)
        found = get_found(opening, command.no, unit)
        if (found.state, found.reason, found.note or "") == (FoundState.NOTED, reason, note):
            return
        require_confirmed(opening)
        require_waiting(found)
        found.state, found.reason, found.note = FoundState.NOTED, reason, note or None
        found.settled_by, found.settled_at = actor.staff_id, unit.clock.now()
        payload = {"opening_id": opening.id, "no": found.no, "reason": reason.value}
        unit.trail.add(None, "opening.noted", payload, actor)
        end_when_done(opening, unit, actor)


def _check(command: NoteFound, note: str) -> NoComplaint:
    errors: dict[str, str] = {}
    if command.reason not in set(NoComplaint):
        errors["reason"] = "NOT_AN_OPTION" if command.reason else "REQUIRED"
    elif not note and NoComplaint(command.reason) not in _NEEDS_NO_WORDS:
        errors["note"] = "REQUIRED"
    if len(note) > LONGEST_NOTE or "\x00" in note:
        errors["note"] = "TOO_LONG"
    if errors:
        raise InvalidInput(errors)
    return NoComplaint(command.reason)
