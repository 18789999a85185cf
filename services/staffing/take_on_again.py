"""Somebody who had left works in the office again; with a reason, on the trail and in the person's history."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.account import Account
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.office.staff_changes import ChangedStaff, note_staff_change
from services.office.staff_fields import find_faults_of_reason
from services.unit_of_work import UnitOfWork

NOT_LEFT = "NOT_LEFT"


@dataclass(frozen=True, slots=True)
class TakeOnAgain:
    """Who comes back, and why."""

    login: str
    reason: str


def take_on_again(command: TakeOnAgain, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """With unit, roles and line as on leaving; what was handed over stays where it is.

    An account of before is locked until an administrator releases it or gives a new password: whoever knew the old one may
    be another by now. NotPermitted for who is no administrator, NotFound, Conflict("NOT_LEFT"), InvalidInput on `reason`.
    """
    require_role(actor, Role.ADMINISTRATOR)
    if faults := find_faults_of_reason(command.reason):
        raise InvalidInput(faults)
    with unit_of_work as unit:
        staff = unit.session.get(Staff, command.login, with_for_update=True)
        if staff is None:
            raise NotFound
        if staff.active:
            raise Conflict(code=NOT_LEFT)
        staff.active, staff.stand_in_id = True, None
        account = unit.session.get(Account, command.login)
        values = {"presence": ("left", "at_work")}
        if account is not None and account.stopped_at is None:
            account.stopped_at = account.changed_at = unit.ports.system_clock.now()
            values["account"] = ("in_use", "stopped")
        note_staff_change(ChangedStaff(staff.login, values, command.reason), unit, actor)
        unit.trail.add(None, "organisation.staff_returned", {"staff_id": staff.login}, actor)
