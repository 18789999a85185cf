"""The newest run of a case, and which run is told of what concerns the case now."""

from sqlalchemy import select

from models.case.case_run import CaseRun
from services.unit_of_work import Unit

FIRST_RUN = 1


def find_last_run(complaint_id: str, unit: Unit) -> CaseRun | None:
    """The newest run; None for a case of whose runs nothing is known."""
    return unit.session.scalars(
        select(CaseRun).where(CaseRun.complaint_id == complaint_id).order_by(CaseRun.run_no.desc()).limit(1)
    ).one_or_none()


def run_no_to_tell(complaint_id: str, unit: Unit) -> int:
    """The number of the run that goes on, or of the one that will take the case up."""
    run = find_last_run(complaint_id, unit)
    if run is None:
        return FIRST_RUN
    return run.run_no if run.ended_at is None else run.run_no + 1
