"""The legal dates of a case as its first round tells them: as opened, and after pauses and an extension."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import beijing_date
from models.clock.time_limit_policy import TimeLimitPolicy
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class StoryClock:
    """Beijing days; None for what is not reached, for a moved date also where nothing moved it.

    `paused`: each pause of the whole-case limit as `from`, `to` (ISO dates) and counted `workdays`.
    """

    effective_received: date
    acceptance_due: date | None
    acceptance_due_after_supplement_pause: date | None
    accepted_on: date | None
    limit_workdays: int | None
    resolve_due: date | None
    resolve_due_after_pauses_and_extension: date | None
    paused: tuple[dict[str, object], ...]


def tell_story(complaint: Complaint, unit: Unit) -> StoryClock:
    """The dates of the acceptance and whole-case limits."""
    acceptance = _find_first(complaint.id, ClockKind.ACCEPTANCE, unit)
    resolve = _find_first(complaint.id, ClockKind.RESOLVE, unit)
    policy = unit.session.get(TimeLimitPolicy, resolve.policy_id) if resolve is not None else None
    return StoryClock(
        effective_received=complaint.effective_received,
        acceptance_due=_original(acceptance),
        acceptance_due_after_supplement_pause=_moved(acceptance),
        accepted_on=beijing_date(complaint.accepted_at) if complaint.accepted_at is not None else None,
        limit_workdays=policy.amount if policy is not None else None,
        resolve_due=_original(resolve),
        resolve_due_after_pauses_and_extension=_moved(resolve),
        paused=_list_pauses(resolve, unit),
    )


def _original(clock: Clock | None) -> date | None:
    return beijing_date(clock.original_due_at) if clock is not None else None


def _moved(clock: Clock | None) -> date | None:
    if clock is None or clock.due_at == clock.original_due_at:
        return None
    return beijing_date(clock.due_at)


def _list_pauses(clock: Clock | None, unit: Unit) -> tuple[dict[str, object], ...]:
    """The pauses that have ended; an open one has no day to count to yet."""
    if clock is None:
        return ()
    calendar = load_calendar(unit.session)
    pauses = unit.session.scalars(
        select(ClockPause)
        .where(ClockPause.clock_id == clock.id, ClockPause.ended_at.is_not(None))
        .order_by(ClockPause.started_at)
    )
    days = [
        (beijing_date(pause.started_at), beijing_date(pause.ended_at))
        for pause in pauses
        if pause.ended_at is not None
    ]
    return tuple(
        {"from": first.isoformat(), "to": last.isoformat(), "workdays": calendar.count_workdays(first, last)}
        for first, last in days
    )


def _find_first(complaint_id: str, kind: ClockKind, unit: Unit) -> Clock | None:
    """The clock that was opened first; one that opened again for the same receipt was stopped later or runs."""
    clocks = unit.session.scalars(
        select(Clock).where(Clock.complaint_id == complaint_id, Clock.kind == kind)
    ).all()
    return min(
        clocks,
        key=lambda clock: (clock.round, clock.stopped_at is None, clock.stopped_at or clock.opened_at),
        default=None,
    )
