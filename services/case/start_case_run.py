"""The first step of every root instance: is it the one of this run? A second instance of a run is a duplicate and ends."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.ground.codes import IdentityKind
from models.ground.errors import NotFound
from models.ground.ids import ComplaintId
from services.actor import Actor
from services.clocks.open_clock import OpenClock, open_clock
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork

FIRST_RUN = 1


@dataclass(frozen=True, slots=True)
class StartCaseRun:
    """The run and the root instance that claims to be it."""

    complaint_id: str
    run_no: int
    process_instance_key: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class StartedCaseRun:
    """All but the first field are None for a duplicate; who gave no name is not called, so no contact is due."""

    is_duplicate_run: bool
    round: int | None
    acceptance_clock_id: str | None
    first_contact_clock_id: str | None


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
        return _result(None, None, None)
    if run.process_instance_key is None:
        run.process_instance_key = command.process_instance_key
        run.started_at = unit.clock.now()
        payload = {"run_no": run.run_no, "process_instance_key": command.process_instance_key}
        unit.trail.add(command.complaint_id, "run.started", payload, actor)
    complaint = unit.session.get_one(Complaint, command.complaint_id)
    acceptance = _find_clock(complaint, ClockKind.ACCEPTANCE, unit)
    return _result(
        complaint.round,
        acceptance.id if acceptance is not None else None,
        _first_contact(complaint, command.run_no, unit),
    )


def _result(round_no: int | None, acceptance: str | None, first_contact: str | None) -> JobResult:
    return {
        "is_duplicate_run": round_no is None,
        "round": round_no,
        "acceptance_clock_id": acceptance,
        "first_contact_clock_id": first_contact,
    }


def _first_contact(complaint: Complaint, run_no: int, unit: Unit) -> str | None:
    """The limit in which somebody with a name is called first; it counts from the receipt, in the first run only."""
    is_due = (
        complaint.identity_kind is IdentityKind.REAL_NAME
        and complaint.first_contact_staff is None
        and complaint.stage is Stage.INTAKE
        and run_no == FIRST_RUN
    )
    clock = _find_clock(complaint, ClockKind.FIRST_CONTACT, unit)
    if clock is None and is_due:
        command = OpenClock(
            ComplaintId(complaint.id), ClockKind.FIRST_CONTACT, complaint.round, complaint.received_at
        )
        clock = open_clock(command, unit)
    return clock.id if clock is not None else None


def _find_clock(complaint: Complaint, kind: ClockKind, unit: Unit) -> Clock | None:
    """The latest clock of this kind in the present round."""
    return unit.session.scalars(
        select(Clock)
        .where(Clock.complaint_id == complaint.id, Clock.kind == kind, Clock.round == complaint.round)
        .order_by(Clock.stopped_at.is_not(None), Clock.opened_at.desc())
        .limit(1)
    ).first()
