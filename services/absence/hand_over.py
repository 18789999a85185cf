"""What happens when somebody goes: whoever stands in has the cases and tasks, with the clocks as they are."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from models.ground.codes import CaseRole
from models.ground.ids import new_id
from models.office.absence import Absence
from models.office.staff import Staff
from services.absence.move_tasks import Moving, move_tasks
from services.access.find_designation import is_in_force
from services.access.handling_bar import find_handling_bar
from services.accounts.sessions import end_sessions_of
from services.actor import Actor
from services.office.deputies import find_acting, is_at_work
from services.office.staff_changes import ChangedStaff, note_staff_change
from services.unit_of_work import Unit

# Longer than any line of a centre; a loop in the reporting lines must not hang a hand-over.
LONGEST_LINE = 10


def hand_over(row: Absence, unit: Unit, actor: Actor) -> None:
    """Begin the absence in the caller's unit.

    A case goes to who stands in, or where the rules keep him from it to the next above who may have it: recusal holds for
    a deputy as for everybody. On leave the handler stays and somebody acts for him; who departs has a successor.
    """
    person = unit.session.get_one(Staff, row.staff_id)
    if row.is_departure:
        person.active = False
        end_sessions_of(person.login, unit)
    else:
        person.stand_in_id = row.stand_in_id
    row.handed_over_at = unit.clock.now()
    now = {"presence": ("at_work", "left" if row.is_departure else "on_leave")}
    note_staff_change(ChangedStaff(row.staff_id, now, row.reason or ""), unit, actor)
    unit.session.flush()
    handled = select(Complaint).where(Complaint.handler_id == person.login, Complaint.stage != Stage.ARCHIVED)
    cases = unit.session.scalars(handled).all()
    _hand_over_designations(row, unit)
    for complaint in cases:
        _hand_over_case(complaint, row, unit, actor)
    unit.session.flush()
    held = select(Task).where(
        Task.state == TaskState.OPEN,
        or_(Task.claimed_by == person.login, Task.assignee == person.login),
    )
    move_tasks(unit.session.scalars(held).all(), Moving(row, row.staff_id, row.stand_in_id), unit, actor)
    payload = {"absence_id": row.id, "staff_id": row.staff_id, "stand_in_id": row.stand_in_id}
    unit.trail.add(None, "absence.begun", payload, actor)


def _hand_over_case(complaint: Complaint, row: Absence, unit: Unit, actor: Actor) -> None:
    heir = _find_heir(complaint.id, row, unit)
    if heir is None:
        return
    unit.session.add(_designate(complaint.id, heir, CaseRole.HANDLER, row))
    payload: dict[str, object] = {"from": row.staff_id, "to": heir, "absence_id": row.id}
    if row.is_departure:
        complaint.handler_id = heir
        unit.trail.add(complaint.id, "handler.replaced", payload, actor)
    else:
        unit.trail.add(complaint.id, "handler.stood_in_for", payload, actor)


def _hand_over_designations(row: Absence, unit: Unit) -> None:
    """What a recorded decision named the person for in a case goes on in the hands of who stands in."""
    standing = unit.session.scalars(
        select(Designation).where(
            Designation.staff_id == row.staff_id, Designation.user_task_key.is_(None), is_in_force()
        )
    ).all()
    for named in standing:
        heir = _find_heir(named.complaint_id, row, unit)
        if heir is not None:
            unit.session.add(_designate(named.complaint_id, heir, named.role_in_case, row))
        if row.is_departure:
            named.ended_at = unit.clock.now()


def _find_heir(complaint_id: str, row: Absence, unit: Unit) -> str | None:
    return next(
        (login for login in _list_heirs(row, unit) if find_handling_bar(complaint_id, login, unit) is None),
        None,
    )


def _list_heirs(row: Absence, unit: Unit) -> Iterator[str]:
    """Who stands in, then the line above the person."""
    stand_in = unit.session.get_one(Staff, row.stand_in_id)
    if is_at_work(stand_in):
        yield stand_in.login
    person = unit.session.get(Staff, row.staff_id)
    for _ in range(LONGEST_LINE):
        if person is None or person.reports_to is None:
            return
        if (acting := find_acting(unit.session, person.reports_to)) is not None:
            yield acting
        person = unit.session.get(Staff, person.reports_to)


def _designate(complaint_id: str, heir: str, role: CaseRole, row: Absence) -> Designation:
    return Designation(
        id=new_id(),
        complaint_id=complaint_id,
        staff_id=heir,
        role_in_case=role,
        by=row.recorded_by,
        at=row.handed_over_at,
        absence_id=row.id,
    )
