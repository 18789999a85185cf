"""Cancels the run of a case that went wrong beyond repair: the process ends, the file is closed and can be re-opened."""

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockStopReason, FileEntryKind, Stage
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from services.actor import Actor, staff_id_of
from services.case.close_file import close_file
from services.outbox.cancel_instance import cancel_instance
from services.unit_of_work import Unit

NO_RUN = "NO_RUN"


def find_cancelling_bar(complaint: Complaint, unit: Unit) -> str | None:
    """NO_RUN for an archived case or one whose process has not begun yet."""
    is_archived = complaint.stage is Stage.ARCHIVED
    return NO_RUN if is_archived or _find_run(complaint.id, unit) is None else None


def cancel_run(complaint: Complaint, reason: str, unit: Unit, actor: Actor) -> int:
    """End the present run in the caller's unit; its number.

    The engine is told after the commit. RuleRefused("NO_RUN"), InvalidInput on `reason`.
    """
    run = _find_run(complaint.id, unit)
    if complaint.stage is Stage.ARCHIVED or run is None or run.process_instance_key is None:
        raise RuleRefused(NO_RUN)
    if not reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    unit.session.add(
        FileEntry(
            id=new_id(),
            complaint_id=complaint.id,
            kind=FileEntryKind.ACT,
            at=unit.clock.now(),
            by=staff_id_of(actor),
            text=reason.strip(),
            ways=[],
        )
    )
    payload = {"run_no": run.run_no, "process_instance_key": run.process_instance_key}
    unit.trail.add(complaint.id, "run.cancelled", payload, actor)
    close_file(complaint, ClockStopReason.CANCELLED, unit, actor)
    run.ended_at, run.end_reason = unit.clock.now(), ClockStopReason.CANCELLED.value
    cancel_instance(run.process_instance_key, complaint.id, unit)
    return run.run_no


def _find_run(complaint_id: str, unit: Unit) -> CaseRun | None:
    """The newest run if its process has begun and not ended."""
    run = unit.session.scalars(
        select(CaseRun).where(CaseRun.complaint_id == complaint_id).order_by(CaseRun.run_no.desc()).limit(1)
    ).one_or_none()
    is_running = run is not None and run.process_instance_key is not None and run.ended_at is None
    return run if is_running else None
