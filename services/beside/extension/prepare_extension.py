"""The first question of the extension diagram, asked again when the old date moved: what is left to do, until when?"""

from dataclasses import dataclass

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.clock.legal_time import as_iso
from services.beside.extension.old_date import old_date_of
from services.clocks.early_asks import EarlyAsks
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.requests.request_rows import bind_instance, get_request
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class PrepareExtension:
    """The extension and the instance that works on it."""

    extension_id: str
    process_instance_key: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class PreparedExtension:
    """`window_ends_at` is the old due moment, ISO with offset."""

    complaint_id: str
    is_open: bool
    is_approved: bool
    extension_clock_id: str | None
    window_ends_at: str
    handler_id: str | None


def prepare_extension(
    command: PrepareExtension, unit_of_work: UnitOfWork, asks: EarlyAsks | None = None
) -> PreparedExtension:
    """What the diagram needs; not open for one that has ended or that another instance works on.

    A timer that fires before the old date again and again, as `asks` counts, is told to wait for longer.
    """
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _prepare(command, asks or EarlyAsks(), unit))
    return PreparedExtension(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _prepare(command: PrepareExtension, asks: EarlyAsks, unit: Unit) -> JobResult:
    row = get_request(Extension, command.extension_id, unit)
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    window_ends_at = asks.put_off(row.id, old_date_of(row, unit), unit.clock.now())
    return {
        "complaint_id": row.complaint_id,
        "is_open": bind_instance(row, command.process_instance_key),
        "is_approved": bool(row.is_approved),
        "extension_clock_id": row.own_clock_id,
        "window_ends_at": as_iso(window_ends_at),
        "handler_id": complaint.handler_id,
    }
