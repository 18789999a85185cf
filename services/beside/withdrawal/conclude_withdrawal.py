"""The end of the stages of a withdrawn complaint: its clocks stop, its requests lapse, the answer is due."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason, Outcome, RequestState, Stage
from models.clock.clock import Clock
from models.ground.ids import ClockId
from services.actor import Actor
from services.case.lawful_end import require_lawful_withdrawal
from services.case.lifecycle import move_stage
from services.case.open_feedback import needs_answer_task, open_feedback
from services.casefile.get_case import get_complaint
from services.clocks.stop_clock import StopClock, stop_clock
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork

STAGE_CLOCKS = frozenset(
    {ClockKind.ACCEPTANCE, ClockKind.FIRST_CONTACT, ClockKind.RESOLVE, ClockKind.INVESTIGATION}
)


@dataclass(frozen=True, slots=True)
class ConcludeWithdrawal:
    """The round whose stages ended by a confirmed withdrawal."""

    complaint_id: str
    round: int
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class ConcludedWithdrawal:
    """Who answers, within which limit."""

    outcome: str
    handler_id: str | None
    feedback_clock_id: str | None
    needs_answer_task: bool


def conclude_withdrawal(
    command: ConcludeWithdrawal, unit_of_work: UnitOfWork, actor: Actor
) -> ConcludedWithdrawal:
    """End the handling once and open the limit of the answer; NotLawful unless the wish was confirmed.

    NotFound for an unknown case.
    """
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _conclude(command, unit, actor))
    return ConcludedWithdrawal(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _conclude(command: ConcludeWithdrawal, unit: Unit, actor: Actor) -> JobResult:
    complaint = get_complaint(command.complaint_id, unit)
    require_lawful_withdrawal(complaint, unit)
    complaint.outcome = Outcome.WITHDRAWN
    # Nobody was named yet: who verified the wish has spoken to the complainant and answers.
    complaint.handler_id = complaint.handler_id or _find_verifier(complaint, unit)
    _stop_clocks(complaint, unit)
    move_stage(complaint, Stage.FEEDBACK, unit, actor)
    unit.trail.add(complaint.id, "case.withdrawn", {"round": complaint.round}, actor)
    needs_answer = needs_answer_task(complaint, Outcome.WITHDRAWN)
    return {
        "outcome": Outcome.WITHDRAWN.value,
        "handler_id": complaint.handler_id,
        "feedback_clock_id": open_feedback(complaint, unit.clock.now(), unit) if needs_answer else None,
        "needs_answer_task": needs_answer,
    }


def _find_verifier(complaint: Complaint, unit: Unit) -> str | None:
    return unit.session.scalars(
        select(Withdrawal.verified_by)
        .where(Withdrawal.complaint_id == complaint.id, Withdrawal.state == RequestState.ANSWERED)
        .order_by(Withdrawal.no.desc())
        .limit(1)
    ).one_or_none()


def _stop_clocks(complaint: Complaint, unit: Unit) -> None:
    running = unit.session.scalars(
        select(Clock.id).where(
            Clock.complaint_id == complaint.id, Clock.kind.in_(STAGE_CLOCKS), Clock.stopped_at.is_(None)
        )
    ).all()
    for clock_id in running:
        stop_clock(StopClock(ClockId(clock_id), ClockStopReason.WITHDRAWN), unit)
