"""Jobs of extension.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.actor import SYSTEM
from services.beside.extension import check_extension_window as checking
from services.beside.extension import prepare_extension as preparing
from services.clocks.early_asks import EarlyAsks
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()
# Of this process: what it counts is worth nothing once the old date has come.
_asks = EarlyAsks()


class PrepareExtensionResult(TypedDict):
    """`window_ends_at` is the old due moment, ISO with offset."""

    complaint_id: str
    is_open: bool
    is_approved: bool
    extension_clock_id: str | None
    window_ends_at: str
    handler_id: str | None


class CheckExtensionWindowResult(TypedDict):
    """False only when the old date moved on meanwhile."""

    is_window_over: bool


@router.job(JobType.PREPARE_EXTENSION)
def prepare_extension(extension_id: str, job: Job, make_unit: UnitFactory) -> PrepareExtensionResult:
    """What is left to do, and until when."""
    command = preparing.PrepareExtension(extension_id, str(job.process_instance_key), identify(job))
    prepared = preparing.prepare_extension(command, make_unit(), _asks)
    return PrepareExtensionResult(
        complaint_id=prepared.complaint_id,
        is_open=prepared.is_open,
        is_approved=prepared.is_approved,
        extension_clock_id=prepared.extension_clock_id,
        window_ends_at=prepared.window_ends_at,
        handler_id=prepared.handler_id,
    )


@router.job(JobType.CHECK_EXTENSION_WINDOW)
def check_extension_window(extension_id: str, job: Job, make_unit: UnitFactory) -> CheckExtensionWindowResult:
    """Is the old date really over?"""
    command = checking.CheckExtensionWindow(extension_id, identify(job))
    is_over = checking.check_extension_window(command, make_unit(), SYSTEM)
    return CheckExtensionWindowResult(is_window_over=is_over)
