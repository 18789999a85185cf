"""Jobs of deadline-watch.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory
from services.watch import check_clock as checking
from services.watch.watch_pace import WatchPace
from workers.hardened.job_route import JobRouter

router = JobRouter()
# Of this process: what it counts is worth nothing after a minute.
_pace = WatchPace()


class CheckClockResult(TypedDict):
    """`check_at` is an ISO moment with offset."""

    rung: str
    check_at: str
    announce: str


@router.job(JobType.CHECK_CLOCK)
def check_clock(clock_id: str | None, job: Job, make_unit: UnitFactory) -> CheckClockResult:
    """Where the clock stands, what is to be announced, when to ask again."""
    command = checking.CheckClock(
        clock_id, str(job.key), str(job.element_instance_key), str(job.process_instance_key)
    )
    checked = checking.check_clock(command, make_unit(), SYSTEM, _pace)
    return CheckClockResult(
        rung=checked.rung.value, check_at=checked.check_at, announce=checked.announce.value
    )
