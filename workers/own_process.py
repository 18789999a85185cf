"""The first job of a process that runs beside a case: the same for every kind of request that has one."""

from __future__ import annotations

from typing import TypedDict

from pyzeebe import Job

from models.beside.side_request import SideRequest
from services.requests.start_own_process import StartedOwnProcess, StartOwnProcess, start_own_process
from services.unit_of_work import UnitFactory
from workers.job_identity import identify


class OwnProcessResult(TypedDict):
    """`is_duplicate`: a second instance, or one whose request had ended before it began."""

    is_duplicate: bool
    complaint_id: str
    clock_id: str | None


def bind(table: type[SideRequest], request_id: str, job: Job, make_unit: UnitFactory) -> StartedOwnProcess:
    """Bind the job's instance to its request, or find that it is a duplicate."""
    command = StartOwnProcess(request_id, str(job.process_instance_key), identify(job))
    return start_own_process(table, command, make_unit())


def start(table: type[SideRequest], request_id: str, job: Job, make_unit: UnitFactory) -> OwnProcessResult:
    """As `bind`, in the variables that most of these processes declare."""
    started = bind(table, request_id, job, make_unit)
    return OwnProcessResult(
        is_duplicate=started.is_duplicate, complaint_id=started.complaint_id, clock_id=started.clock_id
    )
