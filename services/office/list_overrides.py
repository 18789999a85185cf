"""The days whose kind the centre has set itself, the coming ones first to last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.lifecycle import DayKind
from models.clock.work_calendar import WorkCalendarOverride
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OverriddenDay:
    """A day that is no workday, or one, by the centre's own word."""

    day: date
    kind: DayKind
    reason: str
    decided_by: str


def list_overrides(unit_of_work: UnitOfWork) -> list[OverriddenDay]:
    """All of them in order of their days."""
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(select(WorkCalendarOverride).order_by(WorkCalendarOverride.day))
        return [OverriddenDay(row.day, row.kind, row.reason, row.decided_by) for row in rows]
