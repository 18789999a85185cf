"""Something that was found in a box or in the mail is registered as a complaint, opened by the two who opened it."""

from models.case.opening import Opening
from models.ground.codes import Channel
from models.ground.errors import InvalidInput
from models.ground.opening_codes import FoundState
from services.actor import Actor
from services.filing.new_case import FiledComplaint
from services.filing.register_complaint import Effect, RegisterComplaint, register_complaint
from services.openings.get_opening import (
    PlaceFound,
    end_when_done,
    get_found,
    lock_opening,
    require_confirmed,
    require_waiting,
)
from services.openings.scans.take_along import take_scan_along
from services.unit_of_work import Unit, UnitOfWork


def register_found(
    place: PlaceFound, command: RegisterComplaint, unit_of_work: UnitOfWork, actor: Actor
) -> FiledComplaint:
    """As `register_complaint`, once for each thing; Conflict for one of which something was made already.

    InvalidInput on `channel`, `opened_by_first` and `opened_by_second` for others than those of the opening, and on
    `received_at` for a box that is said to have been opened at another moment (AS_OPENED).
    """

    def take(filed: FiledComplaint, unit: Unit) -> None:
        opening = lock_opening(place.opening_id, unit, actor)
        found = get_found(opening, place.no, unit)
        if found.complaint_id == filed.complaint_id:
            # The same form again.
            return
        require_confirmed(opening)
        require_waiting(found)
        _compare(command, opening)
        found.state, found.complaint_id = FoundState.REGISTERED, filed.complaint_id
        found.settled_by, found.settled_at = actor.staff_id, unit.clock.now()
        take_scan_along(place, filed.complaint_id, unit, actor)
        payload = {"opening_id": opening.id, "no": found.no}
        unit.trail.add(filed.complaint_id, "opening.registered", payload, actor)
        end_when_done(opening, unit, actor)

    effect = Effect(lambda unit: lock_opening(place.opening_id, unit, actor), take)
    return register_complaint(command, unit_of_work, actor, effect)


def _compare(command: RegisterComplaint, opening: Opening) -> None:
    errors: dict[str, str] = {}
    if command.channel is not opening.channel:
        errors["channel"] = "AS_OPENED"
    elif opening.channel is not Channel.LETTER and command.received_at != opening.opened_at:
        errors["received_at"] = "AS_OPENED"
    if {command.opened_by_first, command.opened_by_second} != {opening.first_opener, opening.second_opener}:
        errors["opened_by_first"] = "AS_OPENED"
    if errors:
        raise InvalidInput(errors)
