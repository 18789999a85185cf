"""The question of the investigation when an entrustment's timer fires: is its window really over? Then its clocks run on."""

from dataclasses import dataclass

from models.entrustment import Entrustment
from models.legal_time import as_iso
from models.lifecycle import RequestState
from services.actor import Actor
from services.requests.pauses import resume_after_request
from services.requests.request_rows import end_request, get_request
from services.runs.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork

WINDOW_OVER = "WINDOW_OVER"


@dataclass(frozen=True, slots=True)
class CheckEntrustmentWindow:
    """The entrustment whose window is asked for."""

    entrustment_id: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class CheckedEntrustmentWindow:
    """`window_ends_at` is an ISO moment with offset."""

    is_window_over: bool
    window_ends_at: str


def check_entrustment_window(
    command: CheckEntrustmentWindow, unit_of_work: UnitOfWork, actor: Actor
) -> CheckedEntrustmentWindow:
    """Whether the investigation goes on without the report; the same job always gets the same answer."""
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _check(command, unit, actor))
    return CheckedEntrustmentWindow(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _check(command: CheckEntrustmentWindow, unit: Unit, actor: Actor) -> JobResult:
    row = get_request(Entrustment, command.entrustment_id, unit)
    is_over = row.state is not RequestState.OPEN or unit.clock.now() >= row.window_ends_at
    if is_over and row.state is RequestState.OPEN:
        end_request(row, RequestState.EXPIRED, WINDOW_OVER, unit)
        resume_after_request(row, unit)
        unit.trail.add(row.complaint_id, "entrustment.expired", {"entrustment_id": row.id}, actor)
    return {"is_window_over": is_over, "window_ends_at": as_iso(row.window_ends_at)}
