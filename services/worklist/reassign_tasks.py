"""Moves tasks whose assignee must keep away from the case to the handler who took his place."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, select

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ledger.outbox import OutboxRow
from services.access.find_exclusion import find_exclusion
from services.actor import SYSTEM
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import Unit, UnitFactory
from services.worklist.task_permission import list_handlers_tasks


@dataclass(frozen=True, slots=True)
class MisplacedTask:
    """A task of the handler that the diagram gave to an earlier one."""

    user_task_key: str
    assignee: str
    handler_id: str

    @property
    def dedupe_key(self) -> str:
        """Told once per task and handler."""
        return f"replaced:{self.user_task_key}:{self.handler_id}"


@cache
def _select_misplaced() -> Select[str, str | None, str, str | None]:
    """Made once, since it is asked five times a second."""
    return (
        select(Task.user_task_key, Task.assignee, Task.complaint_id, Complaint.handler_id)
        .join(Complaint, Complaint.id == Task.complaint_id)
        .where(
            Task.state == TaskState.OPEN,
            Task.element_id.in_(list_handlers_tasks()),
            Task.assignee.is_not(None),
            Complaint.handler_id.is_not(None),
            Task.assignee != Complaint.handler_id,
        )
    )


def list_misplaced(make_unit: UnitFactory) -> list[MisplacedTask]:
    """The open tasks of handlers whose assignee must keep away and not the handler any more, and not moved yet."""
    with make_unit().reading() as unit:
        rows = unit.session.execute(_select_misplaced()).all()
        found = [
            MisplacedTask(row.user_task_key, row.assignee, row.handler_id)
            for row in rows
            if find_exclusion(row.complaint_id, row.assignee, unit) is not None
        ]
        if not found:
            return []
        keys = [task.dedupe_key for task in found]
        told = set(unit.session.scalars(select(OutboxRow.dedupe_key).where(OutboxRow.dedupe_key.in_(keys))))
        return [task for task in found if task.dedupe_key not in told]


def reassign(tasks: list[MisplacedTask], unit: Unit) -> None:
    """Tell the engine after the commit; our row follows when the engine shows the new assignee."""
    for misplaced in tasks:
        task = unit.session.get_one(Task, misplaced.user_task_key)
        task.claimed_by = None
        tell_assignee(task, misplaced.handler_id, misplaced.dedupe_key, unit)
        payload = {
            "element_id": task.element_id,
            "from": misplaced.assignee,
            "to": misplaced.handler_id,
        }
        unit.trail.add(task.complaint_id, "task.reassigned", payload, SYSTEM)
