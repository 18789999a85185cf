"""Open cases without a run: their process ended before the archive, and nothing goes on until a supervisor takes them up."""

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.office.standstill import Standstill, StandstillKind
from services.case.end_run import stand_still
from services.unit_of_work import Unit


def keep_lost_cases(unit: Unit) -> None:
    """Make the rows anew where they are not as the runs are.

    Found and written in one unit: who ends a run or takes a case up writes the row himself, and no look comes between.
    """
    later = aliased(CaseRun)
    has_later = (
        select(later.run_no)
        .where(later.complaint_id == CaseRun.complaint_id, later.run_no > CaseRun.run_no)
        .exists()
    )
    lost = unit.session.execute(
        select(CaseRun, Complaint)
        .join(Complaint, Complaint.id == CaseRun.complaint_id)
        .where(
            Complaint.stage != Stage.ARCHIVED,
            CaseRun.ended_at.is_not(None),
            CaseRun.process_instance_key.is_not(None),
            ~has_later,
        )
    ).all()
    keys = [run.process_instance_key for run, _ in lost]
    of_kind = Standstill.kind == StandstillKind.LOST_CASE
    unit.session.execute(delete(Standstill).where(of_kind, Standstill.key.not_in(keys)))
    known = set(unit.session.scalars(select(Standstill.key).where(of_kind)))
    for run, complaint in lost:
        if run.process_instance_key not in known:
            stand_still(run, complaint, unit)
