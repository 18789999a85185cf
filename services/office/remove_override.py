"""The centre takes back its own word on a day: the national arrangement holds again, with a reason, on the trail."""

from dataclasses import dataclass
from datetime import date

from models.clock.work_calendar import WorkCalendarOverride
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from services.actor import Actor, require_role
from services.office.override_day import MAX_REASON
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RemoveOverride:
    """The day, and why."""

    day: date
    reason: str


def remove_override(command: RemoveOverride, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Open limits keep the date that was told.

    NotFound for a day that the centre has not set; InvalidInput without a reason or with one that is too long. For
    administrators alone.
    """
    require_role(actor, Role.ADMINISTRATOR)
    reason = command.reason.strip()
    if not reason or len(reason) > MAX_REASON:
        raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
    with unit_of_work as unit:
        row = unit.session.get(WorkCalendarOverride, command.day, with_for_update=True)
        if row is None:
            raise NotFound
        told = {"day": command.day.isoformat(), "kind": row.kind.value, "reason": reason}
        unit.session.delete(row)
        unit.trail.add(None, "calendar.override-removed", told, actor)
