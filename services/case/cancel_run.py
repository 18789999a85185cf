"""Cancels the run of a case that went wrong: the process ends, the case stays open and is taken up again."""

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import FileEntryKind, RunEnd, Stage
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor, staff_id_of
from services.case.end_run import end_run
from services.casefile.add_entry import NewEntry, add_entry
from services.outbox.cancel_instance import cancel_instance
from services.requests.run_to_tell import find_last_run
from services.unit_of_work import Unit

NO_RUN = "NO_RUN"


def find_cancelling_bar(complaint: Complaint, unit: Unit) -> str | None:
    """NO_RUN for an archived case or one whose process has not begun yet or has ended."""
    is_archived = complaint.stage is Stage.ARCHIVED
    return NO_RUN if is_archived or _find_running(complaint.id, unit) is None else None


def cancel_run(complaint: Complaint, reason: str, unit: Unit, actor: Actor) -> int:
    """End the present run in the caller's unit; its number. Requests, clocks and cards of the case go on.

    The engine is told after the commit. RuleRefused("NO_RUN"), InvalidInput on `reason`.
    """
    run = _find_running(complaint.id, unit)
    if complaint.stage is Stage.ARCHIVED or run is None or run.process_instance_key is None:
        raise RuleRefused(NO_RUN)
    if not reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    add_entry(NewEntry(complaint.id, FileEntryKind.ACT, reason, staff_id_of(actor)), unit)
    payload = {
        "run_no": run.run_no,
        "process_instance_key": run.process_instance_key,
        "stage": complaint.stage.value,
    }
    unit.trail.add(complaint.id, "run.cancelled", payload, actor)
    end_run(run, complaint, RunEnd.CANCELLED, unit)
    cancel_instance(run.process_instance_key, complaint.id, unit)
    return run.run_no


def _find_running(complaint_id: str, unit: Unit) -> CaseRun | None:
    """The newest run if its process has begun and not ended."""
    run = find_last_run(complaint_id, unit)
    is_running = run is not None and run.process_instance_key is not None and run.ended_at is None
    return run if is_running else None
