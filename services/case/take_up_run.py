"""Takes a case up again whose run ended before the archive: a new run of the same round, with its clocks and decisions."""

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import FileEntryKind, RunReason, Stage
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor, staff_id_of
from services.case.end_run import forget_lost
from services.casefile.add_entry import NewEntry, add_entry
from services.outbox.publish_message import start_run
from services.requests.run_to_tell import FIRST_RUN, find_last_run
from services.unit_of_work import Unit

RUN_GOES_ON = "RUN_GOES_ON"
CASE_ARCHIVED = "CASE_ARCHIVED"


def find_taking_up_bar(complaint: Complaint, unit: Unit) -> str | None:
    """CASE_ARCHIVED for a case that has ended, RUN_GOES_ON for one whose run has not."""
    if complaint.stage is Stage.ARCHIVED:
        return CASE_ARCHIVED
    run = find_last_run(complaint.id, unit)
    return RUN_GOES_ON if run is None or run.ended_at is None else None


def take_up_run(complaint: Complaint, reason: str, unit: Unit, actor: Actor) -> int:
    """Begin the next run in the caller's unit, at the stage where the case stands; its number.

    RuleRefused with the code of find_taking_up_bar, InvalidInput on `reason`.
    """
    if code := find_taking_up_bar(complaint, unit):
        raise RuleRefused(code)
    if not reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    run_no = begin_next_run(complaint, unit, actor)
    add_entry(NewEntry(complaint.id, FileEntryKind.ACT, reason, staff_id_of(actor)), unit)
    return run_no


def begin_next_run(complaint: Complaint, unit: Unit, actor: Actor) -> int:
    """The same without a person's reason, for a case whose last run has ended; its number."""
    run_no = FIRST_RUN
    if (last := find_last_run(complaint.id, unit)) is not None:
        forget_lost(last, unit)
        run_no = last.run_no + 1
    unit.session.add(CaseRun(complaint_id=complaint.id, run_no=run_no, reason=RunReason.TAKEN_UP.value))
    payload = {"run_no": run_no, "round": complaint.round, "stage": complaint.stage.value}
    unit.trail.add(complaint.id, "run.taken_up", payload, actor)
    start_run(complaint.id, run_no, unit)
    return run_no
