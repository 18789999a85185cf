"""What happens when somebody is back: his tasks and cases are his again, with the clocks as they are."""

from sqlalchemy import select

from models.case.designation import Designation
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.office.absence import Absence
from models.office.staff import Staff
from services.absence.move_tasks import Moving, move_tasks
from services.access.task_facts import facts_of_task
from services.actor import Actor
from services.office.staff_changes import ChangedStaff, note_staff_change
from services.unit_of_work import Unit
from services.worklist.task_permission import find_bar


def give_back(row: Absence, unit: Unit, actor: Actor) -> None:
    """End a leave in the caller's unit; a task that who stood in may go on with by his own role stays his."""
    row.ended_at = unit.clock.now()
    payload = {"absence_id": row.id, "staff_id": row.staff_id}
    unit.trail.add(None, "absence.ended", payload, actor)
    if row.handed_over_at is None:
        return
    unit.session.get_one(Staff, row.staff_id).stand_in_id = None
    note_staff_change(ChangedStaff(row.staff_id, {"presence": ("on_leave", "at_work")}), unit, actor)
    named = unit.session.scalars(
        select(Designation).where(Designation.absence_id == row.id, Designation.ended_at.is_(None))
    ).all()
    for designation in named:
        designation.ended_at = unit.clock.now()
    unit.session.flush()
    held = unit.session.scalars(
        select(Task).where(Task.state == TaskState.OPEN, Task.claimed_by == row.stand_in_id)
    ).all()
    barred = [task for task in held if find_bar(facts_of_task(task), row.stand_in_id, unit) is not None]
    move_tasks(barred, Moving(row, row.stand_in_id, row.staff_id, is_back=True), unit, actor)
