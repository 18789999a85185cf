"""The question of the extension diagram at the old date: is it really over? If so the extension expires here.

Not where its letter left before: then it takes effect, though nobody has recorded the notice.
"""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from services.actor import Actor
from services.beside.extension.old_date import expire, old_date_of
from services.beside.extension.tell import take_effect_if_sent
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.requests.request_rows import get_request
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class CheckExtensionWindow:
    """The extension whose window is asked for."""

    extension_id: str
    job: JobIdentity


def check_extension_window(command: CheckExtensionWindow, unit_of_work: UnitOfWork, actor: Actor) -> bool:
    """True when nothing can come of the extension any more; the same job always gets the same answer.

    False only when the old date moved on meanwhile, because its clock stood still.
    """
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _check(command, unit, actor))
    return bool(result["is_window_over"])


def _check(command: CheckExtensionWindow, unit: Unit, actor: Actor) -> JobResult:
    _lock_case(command.extension_id, unit)
    row = get_request(Extension, command.extension_id, unit)
    if row.state is RequestState.OPEN and unit.clock.now() < old_date_of(row, unit):
        return {"is_window_over": False}
    if row.state is RequestState.OPEN and not take_effect_if_sent(row, unit, actor):
        expire(row, unit, actor)
    return {"is_window_over": True}


def _lock_case(extension_id: str, unit: Unit) -> None:
    """Before the request and the trail, as whoever submits a form or records a posting does: else they wait in a circle."""
    complaint_id = unit.session.scalar(select(Extension.complaint_id).where(Extension.id == extension_id))
    if complaint_id is not None:
        unit.session.get(Complaint, complaint_id, with_for_update=True)
