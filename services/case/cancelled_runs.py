"""What is done for a run that somebody cancelled in the engine itself: its file is closed."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.lifecycle import ClockStopReason
from services.actor import SYSTEM
from services.case.close_file import close_file
from services.casefile.get_case import get_complaint
from services.unit_of_work import Unit


def list_run_closings(unit: Unit) -> dict[str, Callable[[Unit], None]]:
    """How to close each run that goes on, by the key of its root instance.

    Nothing works on a cancelled case any more: its requests lapse, its clocks stop, and it can be re-opened.
    """
    rows = unit.session.execute(
        select(CaseRun.process_instance_key, CaseRun.complaint_id, CaseRun.run_no).where(
            CaseRun.process_instance_key.is_not(None), CaseRun.ended_at.is_(None)
        )
    )
    return {str(row.process_instance_key): partial(_close, row.complaint_id, row.run_no) for row in rows}


def _close(complaint_id: str, run_no: int, unit: Unit) -> None:
    complaint = get_complaint(complaint_id, unit)
    run = unit.session.get_one(CaseRun, (complaint_id, run_no))
    if run.ended_at is not None:
        return
    payload = {"run_no": run.run_no, "process_instance_key": run.process_instance_key}
    unit.trail.add(complaint.id, "run.cancelled_elsewhere", payload, SYSTEM)
    close_file(complaint, ClockStopReason.CANCELLED_ELSEWHERE, unit, SYSTEM)
    run.ended_at, run.end_reason = unit.clock.now(), ClockStopReason.CANCELLED_ELSEWHERE.value
