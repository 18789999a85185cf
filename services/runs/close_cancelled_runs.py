"""Closes the files of runs that somebody cancelled in the engine itself, past this application."""

from sqlalchemy import select

from models.case_run import CaseRun
from services.actor import SYSTEM
from services.casefile.get_case import get_complaint
from services.ports import ProcessEngine
from services.runs.close_file import close_file
from services.unit_of_work import Unit, UnitFactory

CANCELLED_ELSEWHERE = "cancelled_elsewhere"


def close_cancelled_runs_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """One round; returns how many files were closed. OutsideUnavailable when the engine is away.

    Nothing works on such a case any more: its requests lapse, its clocks stop, and it can be re-opened. Only what the
    engine calls terminated counts; an instance that its search does not know may just have begun.
    """
    running = _list_running(make_unit)
    cancelled = engine.list_cancelled_instances(list(running)) if running else frozenset()
    for key in sorted(cancelled):
        with make_unit() as unit:
            _close(running[key], unit)
    return len(cancelled)


def _list_running(make_unit: UnitFactory) -> dict[str, tuple[str, int]]:
    """Complaint and number of the runs that go on, by the key of their root instance."""
    with make_unit().reading() as unit:
        rows = unit.session.execute(
            select(CaseRun.process_instance_key, CaseRun.complaint_id, CaseRun.run_no).where(
                CaseRun.process_instance_key.is_not(None), CaseRun.ended_at.is_(None)
            )
        )
        return {str(row.process_instance_key): (row.complaint_id, row.run_no) for row in rows}


def _close(identity: tuple[str, int], unit: Unit) -> None:
    complaint = get_complaint(identity[0], unit)
    run = unit.session.get_one(CaseRun, identity)
    if run.ended_at is not None:
        return
    payload = {"run_no": run.run_no, "process_instance_key": run.process_instance_key}
    unit.trail.add(complaint.id, "run.cancelled_elsewhere", payload, SYSTEM)
    close_file(complaint, CANCELLED_ELSEWHERE, unit, SYSTEM)
    run.ended_at, run.end_reason = unit.clock.now(), CANCELLED_ELSEWHERE
