"""The first step of every root instance: is it the one of this run? A second instance of a run is a duplicate and ends."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case_run import CaseRun
from models.clock import Clock
from models.complaint import Complaint
from models.errors import NotFound
from models.lifecycle import ClockKind
from services.actor import Actor
from services.runs.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class StartCaseRun:
    """The run and the root instance that claims to be it."""

    complaint_id: str
    run_no: int
    process_instance_key: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class StartedCaseRun:
    """`round` and `acceptance_clock_id` are None for a duplicate."""

    is_duplicate_run: bool
    round: int | None
    acceptance_clock_id: str | None


def start_case_run(command: StartCaseRun, unit_of_work: UnitOfWork, actor: Actor) -> StartedCaseRun:
    """Bind the instance to its run, once; NotFound for a run the office does not know."""
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _bind(command, unit, actor))
    return StartedCaseRun(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _bind(command: StartCaseRun, unit: Unit, actor: Actor) -> JobResult:
    run = unit.session.get(CaseRun, (command.complaint_id, command.run_no), with_for_update=True)
    if run is None:
        raise NotFound
    if run.process_instance_key not in (None, command.process_instance_key):
        return {"is_duplicate_run": True, "round": None, "acceptance_clock_id": None}
    if run.process_instance_key is None:
        run.process_instance_key = command.process_instance_key
        run.started_at = unit.clock.now()
        payload = {"run_no": run.run_no, "process_instance_key": command.process_instance_key}
        unit.trail.add(command.complaint_id, "run.started", payload, actor)
    complaint = unit.session.get_one(Complaint, command.complaint_id)
    clock_id = unit.session.scalars(
        select(Clock.id).where(
            Clock.complaint_id == complaint.id,
            Clock.kind == ClockKind.ACCEPTANCE,
            Clock.round == complaint.round,
        )
    ).one()
    return {"is_duplicate_run": False, "round": complaint.round, "acceptance_clock_id": clock_id}
