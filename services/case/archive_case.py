"""The last step of a run: the file is closed, its clocks stand still, nobody works on it any more."""

from dataclasses import dataclass

from models.case.case_run import CaseRun
from models.case.lifecycle import ClockStopReason, RunEnd
from services.actor import Actor
from services.case.close_file import close_file
from services.case.completeness import list_missing_pieces
from services.case.improvement import derive_improvement
from services.case.lawful_end import require_lawful_archive
from services.casefile.get_case import get_complaint
from services.casefile.order_volume import order_volume
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class ArchiveCase:
    """The run that ends."""

    complaint_id: str
    run_no: int
    job: JobIdentity


def archive_case(command: ArchiveCase, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Close the file once; NotFound for an unknown case.

    NotLawful while a part has no outcome or the answer is missing; Conflict when its stage cannot end here.
    """
    with unit_of_work as unit:
        once_per_job(command.job, unit, lambda: _archive(command, unit, actor))


def _archive(command: ArchiveCase, unit: Unit, actor: Actor) -> JobResult:
    complaint = get_complaint(command.complaint_id, unit)
    require_lawful_archive(complaint, unit)
    derive_improvement(complaint, unit, actor)
    close_file(complaint, ClockStopReason.ARCHIVED, unit, actor)
    run = unit.session.get(CaseRun, (complaint.id, command.run_no))
    if run is not None:
        run.ended_at, run.end_reason = complaint.closed_at, RunEnd.ARCHIVED.value
    order_volume(complaint.id, unit, actor)
    # What is not there does not hold a lawful closing back: it is named, and comes in as an addendum.
    payload = {"run_no": command.run_no, "missing": list_missing_pieces(complaint, unit)}
    unit.trail.add(complaint.id, "case.archived", payload, actor)
    return {}
