"""On how many days people work: working days of the calendar, for who is on the roster those of his, less absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from models.clock.calendar_days import CalendarYearMissing, WorkCalendar, days_between
from models.clock.legal_time import beijing_date
from models.office.absence import Absence
from models.office.roster import RosterEntry
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit

Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Days:
    """Of one person in a span of days."""

    worked: int
    away: int


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """What is on record of everybody, read once for several spans."""

    calendar: WorkCalendar
    away: Mapping[str, Sequence[Span]]
    roster: Mapping[str, Sequence[RosterEntry]]

    def count(self, login: str, after: date, through: date) -> Days | None:
        """After one day through another; None where the calendar does not reach."""
        try:
            days = [day for day in days_between(after, through) if self.calendar.is_workday(day)]
        except CalendarYearMissing:
            return None
        own = [day for day in days if self._is_on(login, day)]
        away = sum(any(_holds(span, day) for span in self.away.get(login, ())) for day in own)
        return Days(len(own) - away, away)

    def _is_on(self, login: str, day: date) -> bool:
        """Who has no duty on the roster of that day's time works every working day."""
        entries = [
            entry for entry in self.roster.get(login, ()) if _holds((entry.valid_from, entry.valid_to), day)
        ]
        return not entries or any(entry.weekday in (None, day.weekday()) for entry in entries)


def read_work_plan(since: date, unit: Unit) -> WorkPlan:
    """Absences and duties that end on or after a day; one that was ended early counts to its real end."""
    away: defaultdict[str, list[Span]] = defaultdict(list)
    query = select(Absence).where(or_(Absence.until_day.is_(None), Absence.until_day >= since))
    for row in unit.session.scalars(query):
        ended = None if row.ended_at is None else beijing_date(row.ended_at)
        until = min((day for day in (row.until_day, ended) if day is not None), default=None)
        away[row.staff_id].append((row.from_day, until))
    roster: defaultdict[str, list[RosterEntry]] = defaultdict(list)
    duties = select(RosterEntry).where(or_(RosterEntry.valid_to.is_(None), RosterEntry.valid_to >= since))
    for entry in unit.session.scalars(duties):
        roster[entry.staff_id].append(entry)
    return WorkPlan(load_calendar(unit.session), away, roster)


def _holds(span: Span, day: date) -> bool:
    return span[0] <= day and (span[1] is None or day <= span[1])
