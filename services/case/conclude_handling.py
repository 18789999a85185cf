"""The end of the stages of a run: do matters come back to intake, or is everything there that the answer needs?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Outcome, Stage
from models.clock.clock import Clock
from models.ground.ids import ComplaintId
from services.actor import Actor
from services.case.lawful_end import require_lawful_answer
from services.case.lifecycle import move_stage
from services.case.open_feedback import needs_answer_task, open_feedback
from services.casefile.decisions import find_decision
from services.casefile.get_case import get_complaint, list_matters
from services.casefile.outcome import list_undecided, outcome_of
from services.clocks.get_clock import find_running_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import stop_running_clock
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class ConcludeHandling:
    """The round of a case whose work has come together."""

    complaint_id: str
    round: int
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class ConcludedHandling:
    """`acceptance_clock_id` only when matters came back; the clock of the answer otherwise."""

    has_returned: bool
    outcome: str | None
    handler_id: str | None
    feedback_clock_id: str | None
    needs_answer_task: bool
    acceptance_clock_id: str | None


def conclude_handling(command: ConcludeHandling, unit_of_work: UnitOfWork, actor: Actor) -> ConcludedHandling:
    """Send returned matters back to intake, or open the answer's limit from the last fact it waited for.

    NotLawful while a matter lacks the decision that its answer would tell of: the case stays in the stage that owes it.
    """
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _conclude(command, unit, actor))
    return ConcludedHandling(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _conclude(command: ConcludeHandling, unit: Unit, actor: Actor) -> JobResult:
    complaint = get_complaint(command.complaint_id, unit)
    matters = list_matters(complaint.id, unit)
    if list_undecided(matters):
        return _return_to_intake(complaint, unit, actor)
    require_lawful_answer(complaint, unit)
    outcome = complaint.outcome = outcome_of(matters)
    move_stage(complaint, Stage.FEEDBACK, unit, actor)
    return {
        "has_returned": False,
        "outcome": outcome.value,
        "handler_id": complaint.handler_id,
        "feedback_clock_id": _open_feedback(complaint, outcome, unit),
        "needs_answer_task": needs_answer_task(complaint, outcome),
        "acceptance_clock_id": None,
    }


def _return_to_intake(complaint: Complaint, unit: Unit, actor: Actor) -> JobResult:
    """The matters that came back are due when they were due at first: the mistake is not the complainant's."""
    stop_running_clock(complaint.id, ClockKind.RESOLVE, ClockStopReason.MATTERS_RETURNED, unit)
    clock = find_running_clock(complaint.id, ClockKind.ACCEPTANCE, unit) or open_clock(
        OpenClock(
            ComplaintId(complaint.id), ClockKind.ACCEPTANCE, complaint.round, _first_receipt(complaint, unit)
        ),
        unit,
    )
    move_stage(complaint, Stage.INTAKE, unit, actor)
    return {
        "has_returned": True,
        "outcome": None,
        "handler_id": complaint.handler_id,
        "feedback_clock_id": None,
        "needs_answer_task": False,
        "acceptance_clock_id": clock.id,
    }


def _first_receipt(complaint: Complaint, unit: Unit) -> datetime:
    """The moment that the first acceptance limit of this round counted from."""
    opened = unit.session.scalars(
        select(Clock.opened_at)
        .where(
            Clock.complaint_id == complaint.id,
            Clock.kind == ClockKind.ACCEPTANCE,
            Clock.round == complaint.round,
        )
        .order_by(Clock.opened_at)
        .limit(1)
    ).first()
    return opened or complaint.received_at


def _open_feedback(complaint: Complaint, outcome: Outcome, unit: Unit) -> str | None:
    if outcome is Outcome.MERGED or not needs_answer_task(complaint, outcome):
        return None
    return open_feedback(complaint, _last_fact(complaint, unit), unit)


def _last_fact(complaint: Complaint, unit: Unit) -> datetime:
    """When the last decision or the last word of another unit came in; what is done since is not the answer's time."""
    facts = [
        matter.decided_at for matter in list_matters(complaint.id, unit) if matter.decided_at is not None
    ]
    approval = find_decision(complaint.id, DecisionKind.APPROVAL, complaint.round, unit)
    if approval is not None:
        facts.append(approval.at)
    ended = unit.session.scalars(
        select(Referral.ended_at).where(
            Referral.complaint_id == complaint.id,
            Referral.round == complaint.round,
            Referral.id.in_([matter.referral_id for matter in list_matters(complaint.id, unit)]),
        )
    )
    return max([*facts, *(at for at in ended if at is not None)], default=unit.clock.now())
