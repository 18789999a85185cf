"""An administrator closes a unit, a window or a service item, or opens it again. Nothing is deleted: cases go on naming it."""

from dataclasses import dataclass

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.place_change import PlaceKind
from services.actor import Actor, require_role
from services.office.change_place import Noted, find_faults_of_reason, note_place_change
from services.office.place_fields import find_place
from services.unit_of_work import UnitOfWork

CLOSED, REOPENED = "closed", "reopened"


@dataclass(frozen=True, slots=True)
class ClosePlace:
    """`is_closed` is what it shall be; `version` that of the page it comes from."""

    kind: PlaceKind
    code: str
    version: int
    is_closed: bool
    reason: str


def close_place(command: ClosePlace, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """NotPermitted, NotFound, InvalidInput on `reason`; Conflict for a page that was overtaken or sent twice."""
    require_role(actor, Role.ADMINISTRATOR)
    if faults := find_faults_of_reason(command.reason):
        raise InvalidInput(faults)
    with unit_of_work as unit:
        place = find_place(command.kind, command.code, unit)
        if place is None:
            raise NotFound
        if place.version != command.version or (place.closed_at is not None) is command.is_closed:
            raise Conflict
        place.closed_at = unit.clock.now() if command.is_closed else None
        place.version += 1
        entries = {CLOSED if command.is_closed else REOPENED: ("", "")}
        note_place_change(Noted(command.kind, command.code, entries, command.reason), unit, actor)
