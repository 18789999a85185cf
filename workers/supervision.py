"""Jobs of supervision.bpmn."""

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.supervision import Supervision
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.own_process import OwnProcessResult, bind

router = JobRouter()


class StartSupervisionResult(OwnProcessResult):
    """With the handler of the case, who explains the delay."""

    handler_id: str | None


@router.job(JobType.START_SUPERVISION)
def start_supervision(supervision_id: str, job: Job, make_unit: UnitFactory) -> StartSupervisionResult:
    """Bind this instance to its supervision, or find that it is a duplicate."""
    started = bind(Supervision, supervision_id, job, make_unit)
    return StartSupervisionResult(
        is_duplicate=started.is_duplicate,
        complaint_id=started.complaint_id,
        clock_id=started.clock_id,
        handler_id=started.handler_id,
    )
