"""The question of the investigation when a respondent's timer fires: is the window really over?"""

from dataclasses import dataclass

from models.legal_time import as_iso
from models.lifecycle import RequestState
from models.respondent_request import RespondentRequest
from services.actor import Actor
from services.requests.request_rows import end_request, get_request
from services.runs.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork

WINDOW_OVER = "WINDOW_OVER"


@dataclass(frozen=True, slots=True)
class CheckRespondentWindow:
    """The request whose window is asked for."""

    respondent_request_id: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class CheckedRespondentWindow:
    """`window_ends_at` is an ISO moment with offset."""

    is_window_over: bool
    window_ends_at: str


def check_respondent_window(
    command: CheckRespondentWindow, unit_of_work: UnitOfWork, actor: Actor
) -> CheckedRespondentWindow:
    """Whether the investigation goes on without the reply; the same job always gets the same answer."""
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _check(command, unit, actor))
    return CheckedRespondentWindow(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _check(command: CheckRespondentWindow, unit: Unit, actor: Actor) -> JobResult:
    row = get_request(RespondentRequest, command.respondent_request_id, unit)
    is_over = row.state is not RequestState.OPEN or unit.clock.now() >= row.window_ends_at
    if is_over and row.state is RequestState.OPEN:
        end_request(row, RequestState.EXPIRED, WINDOW_OVER, unit)
        payload = {"respondent_request_id": row.id, "unit_code": row.unit_code}
        unit.trail.add(row.complaint_id, "respondent.expired", payload, actor)
    return {"is_window_over": is_over, "window_ends_at": as_iso(row.window_ends_at)}
