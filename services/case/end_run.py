"""The end of one run: its tasks leave the lists. What else belongs to the case is the business of whoever ends it."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import RunEnd, TaskState
from models.case.task import Task
from models.office.standstill import Standstill, StandstillKind
from services.requests.kinds import KINDS
from services.requests.open_requests import list_open_requests
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit


def end_run(run: CaseRun, complaint: Complaint, end: RunEnd, unit: Unit) -> None:
    """End the run of an open case now; requests with a process of their own keep their tasks.

    The supervisor sees the case among those that stand still, at once.
    """
    run.ended_at, run.end_reason = unit.clock.now(), end.value
    end_tasks(run.complaint_id, end.value, unit, keep=list_kinds_that_go_on())
    stand_still(run, complaint, unit)


def list_kinds_that_go_on() -> list[RequestKind]:
    """Requests with a process of their own, which outlive a run with their tasks."""
    return [kind for kind in KINDS.values() if kind.has_own_process]


def stand_still(run: CaseRun, complaint: Complaint, unit: Unit) -> None:
    """Show the case of an ended run where nobody can act: its stage, and how the run ended, in codes."""
    unit.session.add(
        Standstill(
            kind=StandstillKind.LOST_CASE,
            key=run.process_instance_key,
            complaint_id=run.complaint_id,
            since=run.ended_at,
            facts={"stage": complaint.stage.value, "end_reason": run.end_reason},
        )
    )


def forget_lost(run: CaseRun, unit: Unit) -> None:
    """The case is taken up: it stands still no more."""
    key = run.process_instance_key
    unit.session.execute(
        delete(Standstill).where(Standstill.kind == StandstillKind.LOST_CASE, Standstill.key == key)
    )


def end_tasks(complaint_id: str, reason: str, unit: Unit, *, keep: Iterable[RequestKind]) -> None:
    """Cancel the open tasks of a case but for those of open requests of the kinds in `keep`; `reason` is a code."""
    for task in list_tasks_to_end(complaint_id, unit, keep=keep):
        task.state, task.ended_at, task.end_reason = TaskState.CANCELLED, unit.clock.now(), reason


def list_tasks_to_end(complaint_id: str, unit: Unit, *, keep: Iterable[RequestKind]) -> list[Task]:
    """The open tasks that end_tasks would cancel, the oldest first."""
    kept = {
        request.row.process_instance_key for request in list_open_requests(complaint_id, unit, kinds=keep)
    }
    left_over = unit.session.scalars(
        select(Task)
        .where(Task.complaint_id == complaint_id, Task.state == TaskState.OPEN)
        .order_by(Task.created_at, Task.user_task_key)
    )
    return [task for task in left_over if task.process_instance_key not in kept]
