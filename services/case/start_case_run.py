"""The first step of every root instance: is it the one of this run? A second instance of a run is a duplicate and ends."""

from dataclasses import dataclass, field

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.ground.errors import NotFound
from models.ground.ids import ComplaintId
from services.actor import Actor
from services.case.tell_requests_anew import tell_requests_anew
from services.case.where_to_start import find_where_to_start
from services.clocks.case_clock import tell_case_clock
from services.clocks.get_clock import find_latest_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.identity.known_ways import find_known_ways
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.requests.run_to_tell import FIRST_RUN
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
    """All but the first field are empty for a duplicate; where no way to the person is known, no contact is due.

    `start_stage` is where the run begins, `start_step` what is on record of that stage; the others are what the diagram
    would have got from the stages before it.
    """

    is_duplicate_run: bool
    round: int | None = None
    acceptance_clock_id: str | None = None
    first_contact_clock_id: str | None = None
    start_stage: str | None = None
    start_step: str | None = None
    outcome: str | None = None
    handler_id: str | None = None
    resolve_clock_id: str | None = None
    investigation_clock_id: str | None = None
    feedback_clock_id: str | None = None
    needs_answer_task: bool = False
    has_accepted: bool = False
    referral_ids: list[str] = field(default_factory=list)
    planned_methods: list[str] = field(default_factory=list)
    needs_review: bool = False
    needs_return_visit: bool = False
    return_visit_clock_id: str | None = None
    survey_id: str | None = None
    wants_redo: bool = False


def start_case_run(command: StartCaseRun, unit_of_work: UnitOfWork, actor: Actor) -> StartedCaseRun:
    """Bind the instance to its run, once; NotFound for a run the office does not know.

    One under the key of another run's instance ends as a duplicate does: the start of this run is still told, and begins
    another under another key.
    """
    with unit_of_work as unit:
        result = once_per_job(
            command.job,
            unit,
            lambda: _bind(command, unit, actor),
            is_its_own=lambda known: known["is_duplicate_run"] != _is_bound(command, unit),
        )
    return StartedCaseRun(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _is_bound(command: StartCaseRun, unit: Unit) -> bool:
    """Whether this is the run's instance on record: only then was its answer more than that it is a duplicate."""
    bound = select(CaseRun.process_instance_key).where(
        CaseRun.complaint_id == command.complaint_id, CaseRun.run_no == command.run_no
    )
    return unit.session.scalar(bound) == command.process_instance_key


def _bind(command: StartCaseRun, unit: Unit, actor: Actor) -> JobResult:
    run = unit.session.get(CaseRun, (command.complaint_id, command.run_no), with_for_update=True)
    if run is None:
        raise NotFound
    if run.process_instance_key is None and not _is_of_another_run(command.process_instance_key, unit):
        _begin(run, command, unit, actor)
    if run.process_instance_key != command.process_instance_key:
        return {"is_duplicate_run": True}
    complaint = unit.session.get_one(Complaint, command.complaint_id)
    acceptance = find_latest_clock(complaint.id, ClockKind.ACCEPTANCE, complaint.round, unit)
    return {
        "is_duplicate_run": False,
        "round": complaint.round,
        "acceptance_clock_id": acceptance.id if acceptance is not None else None,
        "first_contact_clock_id": _first_contact(complaint, command.run_no, unit),
        **find_where_to_start(complaint, unit),
    }


def _is_of_another_run(process_instance_key: str, unit: Unit) -> bool:
    """Whether a run on record had an instance of this key: a cluster that was put back gives keys out again (ADR 0366)."""
    had_it = select(CaseRun.run_no).where(CaseRun.process_instance_key == process_instance_key).limit(1)
    return unit.session.scalar(had_it) is not None


def _begin(run: CaseRun, command: StartCaseRun, unit: Unit, actor: Actor) -> None:
    """The instance of an earlier run is over, or the engine had not begun this one: what it held is told to this one."""
    run.process_instance_key, run.started_at = command.process_instance_key, unit.clock.now()
    payload = {"run_no": run.run_no, "process_instance_key": command.process_instance_key}
    unit.trail.add(run.complaint_id, "run.started", payload, actor)
    if run.run_no > FIRST_RUN:
        tell_requests_anew(run.complaint_id, unit)
        tell_case_clock(run.complaint_id, run.run_no, unit)


def _first_contact(complaint: Complaint, run_no: int, unit: Unit) -> str | None:
    """The limit in which whoever can be reached is spoken or written to; it counts from the receipt, in the first run only."""
    is_due = (
        bool(find_known_ways(complaint, unit))
        and complaint.first_contact_staff is None
        and complaint.stage is Stage.INTAKE
        and run_no == FIRST_RUN
    )
    clock = find_latest_clock(complaint.id, ClockKind.FIRST_CONTACT, complaint.round, unit)
    if clock is None and is_due:
        command = OpenClock(
            ComplaintId(complaint.id), ClockKind.FIRST_CONTACT, complaint.round, complaint.received_at
        )
        clock = open_clock(command, unit)
    return clock.id if clock is not None else None
