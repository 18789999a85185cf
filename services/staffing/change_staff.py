"""An administrator changes a member of staff; with a reason, on the trail by fields and in the person's history."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from models.ground.codes import APART_ROLES, Role
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.office.staff import Staff
from services.access.find_designation import is_in_force
from services.access.find_exclusion import find_exclusions
from services.access.task_facts import facts_of_task
from services.actor import Actor, require_role
from services.office.sole_roles import list_sole_roles
from services.office.staff_changes import ChangedStaff, list_staff_changes, note_staff_change
from services.office.staff_fields import (
    FIELDS,
    find_faults,
    find_faults_of_reason,
    read_values,
    split_roles,
    write_values,
)
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.concerned_tasks import is_held_by
from services.worklist.task_permission import find_bars

# Whoever has one of these alone is needed: work of it would stand still, or nobody would read what administrators did.
NEEDED = frozenset(Role) - {Role.WINDOW_STAFF, Role.OVERSEER}
_SEE_NO_CASE = APART_ROLES | {Role.ADMINISTRATOR}
# Their old and new value stand in the history of the person alone.
_WORDS = frozenset({"name", "badge", "title"})


@dataclass(frozen=True, slots=True)
class ChangeStaff:
    """`values` by the fields of staff_fields.py; `seen` is the last change that the page showed, empty for none."""

    login: str
    seen: str
    values: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done in an open unit: old and new by field, and the open tasks that the person holds and may do no more."""

    values: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    lost: tuple[Task, ...] = ()


def change_staff(command: ChangeStaff, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Roles hold from the next page that the person opens. Saying what stands there already changes nothing.

    RuleRefused("TASKS_IN_HAND") while he holds tasks that he could do no more; those of cases that the administrator must
    keep away from, who cannot see to them, go back to their group. Else as `carry_out`.
    """
    with unit_of_work as unit:
        if carry_out(command, unit, actor).lost:
            raise RuleRefused("TASKS_IN_HAND")


def carry_out(command: ChangeStaff, unit: Unit, actor: Actor) -> Changed:
    """The same in the caller's unit, whatever is lost.

    NotPermitted for who is no administrator, NotFound, Conflict for a page that was overtaken or sent twice and
    Conflict("HAS_LEFT"), InvalidInput by field: OWN_ROLES, SOLE_ROLE, HANDLES_CASES on `roles`.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    staff = unit.session.get(Staff, command.login, with_for_update=True)
    if staff is None:
        raise NotFound
    if not staff.active:
        raise Conflict(code="HAS_LEFT")
    if command.seen != last_change_of(staff.login, unit):
        raise Conflict
    before = read_values(staff)
    faults = find_faults(staff.login, command.values, before, unit)
    if "roles" not in faults and (code := _find_fault_of_roles(staff, command.values["roles"], unit, actor)):
        faults["roles"] = code
    faults |= find_faults_of_reason(command.reason)
    if faults:
        raise InvalidInput(faults)
    values = {name: (before[name], command.values[name]) for name in FIELDS}
    values = {name: (old, new) for name, (old, new) in values.items() if old != new}
    if not values:
        return Changed()
    could = _list_workable(staff.login, unit)
    write_values(staff, command.values)
    unit.session.flush()
    can = {task.user_task_key for task in _list_workable(staff.login, unit)}
    lost = [task for task in could if task.user_task_key not in can]
    hidden = find_exclusions({task.complaint_id for task in lost}, login, unit)
    _free([task for task in lost if task.complaint_id in hidden], unit, actor)
    note_staff_change(ChangedStaff(staff.login, values, command.reason), unit, actor)
    told = {name: [] if name in _WORDS else list(pair) for name, pair in values.items()}
    unit.trail.add(None, "organisation.staff_changed", {"staff_id": staff.login, "changes": told}, actor)
    return Changed(values, tuple(task for task in lost if task.complaint_id not in hidden))


def last_change_of(login: str, unit: Unit) -> str:
    """What a page of the person was made from."""
    changes = list_staff_changes(login, unit)
    return str(changes[0].id) if changes else ""


def list_needed_roles(staff: Staff, unit: Unit) -> tuple[str, ...]:
    """Those of his roles that cannot be taken away before somebody else has them."""
    return tuple(role for role in list_sole_roles(staff, unit) if role in NEEDED)


def is_own(staff: Staff, actor: Actor) -> bool:
    """Whether these roles are the actor's: his own, or those of whom he stands in for."""
    return actor.name in (staff.login, staff.stand_in_id)


def _find_fault_of_roles(staff: Staff, wanted: str, unit: Unit, actor: Actor) -> str | None:
    held, shall = set(staff.roles), set(split_roles(wanted))
    if held == shall:
        return None
    if is_own(staff, actor):
        return "OWN_ROLES"
    if (held - shall).intersection(list_needed_roles(staff, unit)):
        return "SOLE_ROLE"
    if _SEE_NO_CASE.intersection(shall - held) and _handles_cases(staff.login, unit):
        return "HANDLES_CASES"
    return None


def _handles_cases(login: str, unit: Unit) -> bool:
    """Whether an open case is his, or a decision named him in one: it would stay open to him."""
    is_open = Complaint.stage != Stage.ARCHIVED
    handled = select(Complaint.id).where(Complaint.handler_id == login, is_open)
    named = (
        select(Designation.id)
        .join(Complaint, Complaint.id == Designation.complaint_id)
        .where(Designation.staff_id == login, is_in_force(), is_open)
    )
    return any(unit.session.scalars(query.limit(1)).first() is not None for query in (handled, named))


def _list_workable(login: str, unit: Unit) -> list[Task]:
    """The open tasks that he holds and no rule keeps him from."""
    held = unit.session.scalars(
        select(Task).where(is_held_by(login), Task.state == TaskState.OPEN).order_by(Task.created_at)
    ).all()
    barred = find_bars({facts_of_task(task) for task in held}, login, unit)
    return [task for task in held if facts_of_task(task) not in barred]


def _free(tasks: Collection[Task], unit: Unit, actor: Actor) -> None:
    for task in tasks:
        task.claimed_by = task.assignee = None
        tell_assignee(task, None, f"assign:{task.user_task_key}:{unit.clock.now().isoformat()}", unit)
        unit.trail.add(task.complaint_id, "task.released", {"element_id": task.element_id}, actor)
