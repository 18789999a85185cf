"""The clocks of one case as the file shows them: where each stands now, and what was announced when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.clock import Clock
from models.clock_rung import ClockRung
from models.complaint import Complaint
from models.legal_time import beijing_date
from models.lifecycle import ClockKind, Rung
from models.time_limit_policy import TimeLimitPolicy
from services.clocks.ladder import load_ladder, rungs_now
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class AnnouncedRung:
    """A warning or an overdue that was announced."""

    rung: Rung
    announced_at: datetime


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock; `rung` is computed now, so it is right while the engine is away."""

    clock_id: str
    kind: ClockKind
    round: int
    opened_at: datetime
    started_on: date
    original_due_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    stop_reason: str | None
    rung: Rung
    is_provisional: bool
    amount: int
    unit: str
    basis: str
    certainty: str
    explanation: dict[str, object]
    announced: tuple[AnnouncedRung, ...]


@dataclass(frozen=True, slots=True)
class StoryClock:
    """The legal dates of a case as Beijing days; None for what is not reached."""

    effective_received: date
    acceptance_due: date | None
    accepted_on: date | None
    limit_workdays: int | None
    resolve_due: date | None


def list_clock_lines(complaint_id: str, unit: Unit) -> list[ClockLine]:
    """All clocks of the case in order of opening."""
    query = select(Clock).where(Clock.complaint_id == complaint_id).order_by(Clock.opened_at, Clock.kind)
    clocks = unit.session.scalars(query).all()
    rungs = rungs_now(clocks, unit.clock.now(), load_ladder(unit.session), unit.session)
    lines = []
    for clock in clocks:
        policy = unit.session.get_one(TimeLimitPolicy, clock.policy_id)
        lines.append(
            ClockLine(
                clock_id=clock.id,
                kind=clock.kind,
                round=clock.round,
                opened_at=clock.opened_at,
                started_on=clock.started_on,
                original_due_at=clock.original_due_at,
                due_at=clock.due_at,
                stopped_at=clock.stopped_at,
                stop_reason=clock.stop_reason,
                rung=rungs[clock.id],
                is_provisional=clock.is_provisional,
                amount=policy.amount,
                unit=policy.unit,
                basis=policy.basis,
                certainty=policy.certainty,
                explanation=clock.explanation,
                announced=tuple(_list_announced(clock.id, unit)),
            )
        )
    return lines


def _list_announced(clock_id: str, unit: Unit) -> list[AnnouncedRung]:
    rows = unit.session.scalars(
        select(ClockRung)
        .where(ClockRung.clock_id == clock_id, ClockRung.announced_at.is_not(None))
        .order_by(ClockRung.announced_at)
    )
    return [AnnouncedRung(row.rung, row.announced_at) for row in rows if row.announced_at is not None]


def tell_story(complaint: Complaint, unit: Unit) -> StoryClock:
    """The dates of the acceptance and whole-case limits."""
    acceptance = _find_first(complaint.id, ClockKind.ACCEPTANCE, unit)
    resolve = _find_first(complaint.id, ClockKind.RESOLVE, unit)
    policy = unit.session.get(TimeLimitPolicy, resolve.policy_id) if resolve is not None else None
    return StoryClock(
        effective_received=complaint.effective_received,
        acceptance_due=beijing_date(acceptance.due_at) if acceptance is not None else None,
        accepted_on=beijing_date(complaint.accepted_at) if complaint.accepted_at is not None else None,
        limit_workdays=policy.amount if policy is not None else None,
        resolve_due=beijing_date(resolve.due_at) if resolve is not None else None,
    )


def _find_first(complaint_id: str, kind: ClockKind, unit: Unit) -> Clock | None:
    return unit.session.scalars(
        select(Clock)
        .where(Clock.complaint_id == complaint_id, Clock.kind == kind)
        .order_by(Clock.round)
        .limit(1)
    ).one_or_none()
