"""Runs whose process ended in the engine without the archive: only the run ends, the case stays open and is taken up again."""

from functools import partial

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import RunEnd, Stage
from services.actor import SYSTEM
from services.case.end_run import end_run
from services.casefile.get_case import get_complaint
from services.ports.engine import InstanceEnd
from services.requests.instance_closing import InstanceClosing
from services.unit_of_work import Unit

ENDS = {
    InstanceEnd.CANCELLED: RunEnd.CANCELLED_ELSEWHERE,
    # A diagram that somebody changed may come to an end without its archive.
    InstanceEnd.COMPLETED: RunEnd.ENDED_ELSEWHERE,
}


def list_run_closings(unit: Unit) -> dict[str, InstanceClosing]:
    """How to end each run that goes on in an open case, by the key of its root instance.

    Requests, clocks and cards of the case go on; the supervisor sees the case among those that nobody can work on.
    """
    rows = unit.session.execute(
        select(CaseRun.process_instance_key, CaseRun.complaint_id, CaseRun.run_no)
        .join(Complaint, Complaint.id == CaseRun.complaint_id)
        .where(
            CaseRun.process_instance_key.is_not(None),
            CaseRun.ended_at.is_(None),
            Complaint.stage != Stage.ARCHIVED,
        )
    )
    return {
        str(row.process_instance_key): InstanceClosing(
            "complaint_id", row.complaint_id, partial(_lose, row.complaint_id, row.run_no)
        )
        for row in rows
    }


def _lose(complaint_id: str, run_no: int, end: InstanceEnd, unit: Unit) -> bool:
    complaint = get_complaint(complaint_id, unit)
    run = unit.session.get_one(CaseRun, (complaint_id, run_no))
    if run.ended_at is not None:
        return False
    payload = {
        "run_no": run.run_no,
        "process_instance_key": run.process_instance_key,
        "stage": complaint.stage.value,
    }
    unit.trail.add(complaint.id, f"run.{ENDS[end].value}", payload, SYSTEM)
    end_run(run, complaint, ENDS[end], unit)
    return True
