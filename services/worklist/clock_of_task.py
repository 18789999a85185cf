"""Which limit presses on which task; the clocks' own watches do not depend on it."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from services.clocks.get_clock import find_running_clock
from services.requests.find_request_of import find_request_of
from services.tasks.registry import TASKS
from services.unit_of_work import Unit

# What presses on a task that an owner drew into a stage.
CLOCK_OF_STAGE = {
    Stage.INTAKE: ClockKind.ACCEPTANCE,
    Stage.INVESTIGATION: ClockKind.INVESTIGATION,
    Stage.DISPOSAL: ClockKind.RESOLVE,
    Stage.FEEDBACK: ClockKind.FEEDBACK,
    Stage.RETURN_VISIT: ClockKind.RETURN_VISIT,
}


def find_clock_of_task(
    element_id: str, process_instance_key: str, complaint_id: str, unit: Unit
) -> str | None:
    """The id of the running clock of this task: of its stage for a task that an owner drew; None without a limit."""
    task = TASKS.get(element_id)
    if task is None:
        return _find_clock_of_stage(complaint_id, unit)
    if task.limit is None:
        return None
    if task.request is None:
        return _find_running(complaint_id, task.limit, unit)
    # Of several of a kind, the one of the request that the task's instance works on.
    request = find_request_of(task.request.table, process_instance_key, complaint_id, unit)
    if request is None:
        return None
    return unit.session.scalars(
        select(Clock.id)
        .where(
            Clock.complaint_id == complaint_id,
            Clock.kind == task.limit,
            Clock.subject_id == request.id,
            Clock.stopped_at.is_(None),
        )
        .order_by(Clock.opened_at.desc())
        .limit(1)
    ).one_or_none()


def _find_clock_of_stage(complaint_id: str, unit: Unit) -> str | None:
    kind = CLOCK_OF_STAGE.get(unit.session.get_one(Complaint, complaint_id).stage)
    return None if kind is None else _find_running(complaint_id, kind, unit)


def _find_running(complaint_id: str, kind: ClockKind, unit: Unit) -> str | None:
    clock = find_running_clock(complaint_id, kind, unit)
    return None if clock is None else clock.id
