"""What was to be told about things of a lost store is told to no other one, which may know others by their keys."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ledger.outbox import OutboxRow
from models.office.incident_care import RetryItem, RetryState
from services.outbox.assign_user_task import AssignUserTask
from services.outbox.cancel_instance import CancelInstance
from services.outbox.complete_user_task import SUBMITTED_BEFORE_LOSS, CompleteUserTask, end_submitted
from services.outbox.retry_incident import RetryIncident
from services.unit_of_work import Unit, UnitFactory

# Why a message about a thing of a lost store is not sent any more.
RUN_LOST = "RUN_LOST"
TO_TASKS = (CompleteUserTask.KIND, AssignUserTask.KIND)


def find_newest_message(make_unit: UnitFactory) -> int:
    """The id of the newest message; 0 before the first."""
    with make_unit().reading() as unit:
        return unit.session.scalars(select(func.max(OutboxRow.id))).one() or 0


def end_untold(newest: int, make_unit: UnitFactory) -> int:
    """How many messages ended, before a store is accepted that does not know the office; what was submitted counts.

    A cancellation after `newest` is the repair's own, of a root that it saw in the store that is there.
    """
    with make_unit() as unit:
        rows = unit.session.scalars(
            select(OutboxRow).where(
                OutboxRow.sent_at.is_(None),
                or_(
                    OutboxRow.kind.in_((*TO_TASKS, RetryIncident.KIND)),
                    (OutboxRow.kind == CancelInstance.KIND) & (OutboxRow.id <= newest),
                ),
            )
        ).all()
        for row in rows:
            end_message(row, unit)
            if row.kind == RetryIncident.KIND:
                _end_retry(row, unit)
        for task in unit.session.scalars(select(Task).where(Task.state == TaskState.SUBMITTED)).all():
            end_submitted(task, SUBMITTED_BEFORE_LOSS, unit)
    return len(rows)


def end_message(row: OutboxRow, unit: Unit) -> None:
    """It is done with, and nobody has to look at it."""
    row.sent_at, row.failed_reason, row.held_at = unit.ports.system_clock.now(), RUN_LOST, None


def _end_retry(row: OutboxRow, unit: Unit) -> None:
    """The incident went with its run, as the page of the batch says."""
    item = unit.session.get(RetryItem, (str(row.payload.get("batch_id")), row.payload.get("position")))
    if item is not None:
        item.state, item.done_at = RetryState.OVER, unit.clock.now()
