"""An administrator adds a member of staff, who may be given an account then; with a reason, on the trail and in his history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.base import CODE_LENGTH
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.office.staff import Staff
from services.actor import Actor, ActorKind, require_role
from services.office.staff_changes import ChangedStaff, note_staff_change
from services.office.staff_fields import (
    ADDED,
    FIELDS,
    find_faults,
    find_faults_of_reason,
    write_values,
)
from services.unit_of_work import Unit, UnitOfWork

_LOGIN = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*", re.ASCII)
_SHORTEST_LOGIN = 3
# How the trail names who is no member of staff, and the address of the form itself.
_NOT_A_LOGIN = frozenset({*(kind.value for kind in ActorKind), "new"})


@dataclass(frozen=True, slots=True)
class AddStaff:
    """`values` by the fields of staff_fields.py, people and unit by login and code."""

    login: str
    values: Mapping[str, str]
    reason: str


def add_staff(command: AddStaff, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The login of the new member, who has no account yet. Sent twice, the second is refused at the login.

    NotPermitted for who is no administrator, InvalidInput by field.
    """
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        faults = find_faults(command.login, command.values, {}, unit) | find_faults_of_reason(command.reason)
        if code := _find_fault_of_login(command.login, unit):
            faults = {"login": code, **faults}
        if faults:
            raise InvalidInput(faults)
        staff = Staff(login=command.login)
        write_values(staff, command.values)
        unit.session.add(staff)
        unit.session.flush()
        entries = {ADDED: ("", ""), **{f: ("", command.values[f]) for f in FIELDS if command.values[f]}}
        note_staff_change(ChangedStaff(staff.login, entries, command.reason), unit, actor)
        payload = {"staff_id": staff.login, "unit": staff.unit, "roles": staff.roles}
        unit.trail.add(None, "organisation.staff_added", payload, actor)
        return staff.login


def _find_fault_of_login(login: str, unit: Unit) -> str | None:
    if not login:
        return "REQUIRED"
    is_well_formed = _LOGIN.fullmatch(login) and _SHORTEST_LOGIN <= len(login) <= CODE_LENGTH
    if not is_well_formed or login in _NOT_A_LOGIN:
        return "NOT_A_LOGIN"
    return "LOGIN_TAKEN" if unit.session.get(Staff, login) is not None else None
