"""The centre's own word on one day: a closure or an extra workday, with a reason, on the trail."""

from dataclasses import dataclass
from datetime import date

from models.case.lifecycle import DayKind
from models.clock.work_calendar import WorkCalendarOverride
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork

MAX_REASON = 200
LOCAL_KINDS = frozenset({DayKind.LOCAL_CLOSURE, DayKind.LOCAL_WORKDAY})


@dataclass(frozen=True, slots=True)
class OverrideDay:
    """A day whose kind the centre sets itself. A duty Saturday (延时服务) needs no row: it is no workday."""

    day: date
    kind: DayKind
    reason: str


def override_day(command: OverrideDay, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Set or replace the override of a day; open clocks keep the date that was told.

    Refused without a reason or with one that is too long, and for a kind that is not local; administrators only.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    if command.kind not in LOCAL_KINDS:
        raise InvalidInput({"kind": "NOT_AN_OPTION"})
    if not command.reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    if len(command.reason.strip()) > MAX_REASON:
        raise InvalidInput({"reason": "TOO_LONG"})
    with unit_of_work as unit:
        unit.session.merge(
            WorkCalendarOverride(
                day=command.day,
                kind=command.kind,
                reason=command.reason.strip(),
                decided_by=login,
                decided_at=unit.clock.now(),
            )
        )
        unit.trail.add(
            None,
            "calendar.day-overridden",
            {"day": command.day.isoformat(), "kind": command.kind.value, "reason": command.reason.strip()},
            actor,
        )
