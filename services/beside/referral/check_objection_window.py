"""The question of the referral diagram when the objection's timer fires: is the window really over?"""

from dataclasses import dataclass

from models.beside.referral import Referral
from models.clock.legal_time import as_iso
from services.actor import Actor
from services.beside.referral.objection_window import objection_end
from services.clocks.early_asks import EarlyAsks
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.requests.request_rows import get_request
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class CheckObjectionWindow:
    """The referral whose window is asked for."""

    referral_id: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class CheckedObjectionWindow:
    """`objection_ends_at` is an ISO moment with offset."""

    is_window_over: bool
    objection_ends_at: str


def check_objection_window(
    command: CheckObjectionWindow, unit_of_work: UnitOfWork, actor: Actor, asks: EarlyAsks | None = None
) -> CheckedObjectionWindow:
    """Whether the receiving unit can no longer object; the same job always gets the same answer.

    A timer that fires early again and again, as `asks` counts, is told to wait for longer.
    """
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _check(command, asks or EarlyAsks(), unit, actor))
    return CheckedObjectionWindow(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _check(command: CheckObjectionWindow, asks: EarlyAsks, unit: Unit, actor: Actor) -> JobResult:
    row = get_request(Referral, command.referral_id, unit)
    ends_at = objection_end(row, unit)
    now = unit.clock.now()
    is_over = now >= ends_at
    if is_over and row.may_object:
        row.may_object = False
        unit.trail.add(row.complaint_id, "referral.objection_window_over", {"referral_id": row.id}, actor)
    return {"is_window_over": is_over, "objection_ends_at": as_iso(asks.put_off(row.id, ends_at, now))}
