"""Closing of a file at the end of a run: what belongs to the run ends, what outlives it goes on."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockStopReason, Stage, TaskState
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.ids import ClockId
from services.actor import Actor
from services.case.lifecycle import move_stage
from services.clocks.stop_clock import StopClock, stop_clock
from services.requests.kinds import KINDS
from services.requests.open_requests import list_open_requests
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit


def close_file(complaint: Complaint, reason: ClockStopReason, unit: Unit, actor: Actor) -> None:
    """Archive the case: its requests lapse, its clocks stop, its tasks end with the short code `reason`.

    Conflict when its stage cannot end here.
    """
    # The move comes first: what lapses with it may still have to set a clock going again before it stops.
    move_stage(complaint, Stage.ARCHIVED, unit, actor)
    running = unit.session.scalars(
        select(Clock.id).where(
            Clock.complaint_id == complaint.id,
            Clock.stopped_at.is_(None),
            Clock.kind.not_in([kind for entry in _list_outliving() for kind in entry.clock_kinds]),
        )
    ).all()
    for clock_id in running:
        stop_clock(StopClock(ClockId(clock_id), reason), unit)
    _end_tasks(complaint.id, reason, unit)
    complaint.closed_at = unit.clock.now()


def _end_tasks(complaint_id: str, reason: ClockStopReason, unit: Unit) -> None:
    outliving = {
        request.row.process_instance_key
        for request in list_open_requests(complaint_id, unit, kinds=_list_outliving())
    }
    left_over = unit.session.scalars(
        select(Task).where(Task.complaint_id == complaint_id, Task.state == TaskState.OPEN)
    )
    for task in left_over:
        if task.process_instance_key not in outliving:
            task.state, task.ended_at, task.end_reason = TaskState.CANCELLED, unit.clock.now(), reason.value


def _list_outliving() -> list[RequestKind]:
    """Rectification, transfer and review have processes of their own that go on after the archive."""
    return [kind for kind in KINDS.values() if kind.outlives_case]
