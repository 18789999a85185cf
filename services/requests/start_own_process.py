"""The first step of a process that runs beside a case (recusal, supervision ...): is this instance the one of its request?"""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.requests.request_rows import RequestRow, bind_instance, get_request
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class StartOwnProcess:
    """The request and the instance that matters to work on it."""

    request_id: str
    process_instance_key: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class StartedOwnProcess:
    """A duplicate is a second instance, or one whose request ended before it began."""

    is_duplicate: bool
    complaint_id: str
    clock_id: str | None
    handler_id: str | None


def start_own_process(
    table: type[RequestRow], command: StartOwnProcess, unit_of_work: UnitOfWork
) -> StartedOwnProcess:
    """Bind the instance to its request, once; NotFound for a request the office does not know."""
    with unit_of_work as unit:
        result = once_per_job(
            command.job,
            unit,
            lambda: _start(table, command, unit),
            is_its_own=lambda known: _is_its_own(known, table, command, unit),
        )
    return StartedOwnProcess(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _is_its_own(known: JobResult, table: type[RequestRow], command: StartOwnProcess, unit: Unit) -> bool:
    """Whether the answer fits this request as it is: bound to the instance, or in no need of one where it was a duplicate."""
    query = select(table.complaint_id, table.state, table.process_instance_key)
    for complaint_id, state, bound in unit.session.execute(query.where(table.id == command.request_id)):
        if known["complaint_id"] != complaint_id:
            return False
        if known["is_duplicate"]:
            return state is not RequestState.OPEN or bound not in (None, command.process_instance_key)
        return bool(bound == command.process_instance_key)
    return False


def _start(table: type[RequestRow], command: StartOwnProcess, unit: Unit) -> JobResult:
    row = get_request(table, command.request_id, unit)
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    return {
        "is_duplicate": not bind_instance(row, command.process_instance_key),
        "complaint_id": row.complaint_id,
        "clock_id": row.own_clock_id,
        "handler_id": complaint.handler_id,
    }
