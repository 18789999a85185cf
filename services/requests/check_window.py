"""The question of every window of a stage: is it really over? If so the request expires here, with its effects."""

from dataclasses import dataclass
from datetime import datetime

from models.case.lifecycle import RequestState
from models.clock.legal_time import as_iso
from models.ground.errors import NotFound
from services.actor import Actor
from services.clocks.early_asks import EarlyAsks
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.requests.expire_request import expire_request
from services.requests.request_kind import RequestKind
from services.requests.request_rows import get_request
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class CheckWindow:
    """A supplement, entrustment or respondent request and the job that asks."""

    kind: RequestKind
    request_id: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class CheckedWindow:
    """`window_ends_at` is ISO with offset: when to ask again while the window is not over."""

    is_window_over: bool
    window_ends_at: str


def check_window(
    command: CheckWindow, unit_of_work: UnitOfWork, actor: Actor, asks: EarlyAsks | None = None
) -> CheckedWindow:
    """Over for a request that has ended in any way and from the end of the window on; the same job, the same answer.

    NotFound for an unknown request and one without a window. A timer that fires early gets the time to wait for; one that
    does so again and again, as `asks` counts, a later one.
    """
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _check(command, asks or EarlyAsks(), unit, actor))
    return CheckedWindow(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _check(command: CheckWindow, asks: EarlyAsks, unit: Unit, actor: Actor) -> JobResult:
    row = get_request(command.kind.table, command.request_id, unit)
    if row.window_ends_at is None:
        raise NotFound
    is_open = row.state is RequestState.OPEN
    now = unit.clock.now()
    if is_open and now < row.window_ends_at:
        return _result(False, asks.put_off(row.id, row.window_ends_at, now))
    if is_open:
        expire_request(command.kind, row, unit, actor)
    return _result(True, row.window_ends_at)


def _result(is_over: bool, ends_at: datetime) -> JobResult:
    return {"is_window_over": is_over, "window_ends_at": as_iso(ends_at)}
