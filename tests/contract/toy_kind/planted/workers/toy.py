"""Jobs of the toy's own process."""

from models.beside.toy_request import ToyRequest  # type: ignore[import-not-found]  # planted beside this file
from pyzeebe import Job

from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.own_process import OwnProcessResult, start

router = JobRouter()


@router.job("complaint.start-toy")
def start_toy(toy_id: str, job: Job, make_unit: UnitFactory) -> OwnProcessResult:
    """Bind this instance to its toy, or find that it is a duplicate."""
    return start(ToyRequest, toy_id, job, make_unit)
