"""Summaries that wait for a person, for the list of tasks of those who may release them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.summary_codes import SummaryState
from models.office.periodic_summary import PeriodicSummary
from services.actor import Actor
from services.summaries.period import Period
from services.unit_of_work import UnitOfWork

_DECIDING = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
# Nineteen end in a year; the rest follows when these are decided.
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class AwaitedSummary:
    """One with its user task, and since when that is open."""

    summary_id: str
    period: Period
    since: datetime


def list_awaited(unit_of_work: UnitOfWork, actor: Actor) -> tuple[AwaitedSummary, ...]:
    """Those whose user task is open, the oldest period first; none for who may not decide them."""
    if not actor.roles & _DECIDING:
        return ()
    columns = (
        PeriodicSummary.id,
        PeriodicSummary.kind,
        PeriodicSummary.begins_on,
        PeriodicSummary.task_since,
    )
    with unit_of_work.reading() as unit:
        rows = unit.session.execute(
            select(*columns)
            .where(PeriodicSummary.task_since.is_not(None), PeriodicSummary.state == SummaryState.PROPOSED)
            .order_by(PeriodicSummary.begins_on, PeriodicSummary.id)
            .limit(MOST_LISTED)
        ).all()
    return tuple(
        AwaitedSummary(summary_id, Period(kind, begins_on), since)
        for summary_id, kind, begins_on, since in rows
        if since is not None
    )
