"""Loading of the work calendar from its rows, the centre's own words on top."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar_days import SpecialDay, WorkCalendar
from models.work_calendar import WorkCalendarDay, WorkCalendarOverride, WorkCalendarYear


def load_calendar(session: Session) -> WorkCalendar:
    """The calendar in force; an override wins over the national arrangement."""
    days = {
        row.day: SpecialDay(row.kind, row.name)
        for row in session.execute(select(WorkCalendarDay.day, WorkCalendarDay.kind, WorkCalendarDay.name))
    }
    for row in session.execute(
        select(WorkCalendarOverride.day, WorkCalendarOverride.kind, WorkCalendarOverride.reason)
    ):
        days[row.day] = SpecialDay(row.kind, row.reason)
    years = session.execute(select(WorkCalendarYear.year, WorkCalendarYear.is_provisional))
    return WorkCalendar(days, {row.year: row.is_provisional for row in years})
