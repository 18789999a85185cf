"""Loading of the work calendar from its rows, the centre's own words on top."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from models.clock.calendar_days import SpecialDay, WorkCalendar
from models.clock.work_calendar import WorkCalendarDay, WorkCalendarOverride, WorkCalendarYear

_Edition = tuple[tuple[int, int, bool], ...]
# The national days read last. Every page and every check of a limit asks for them, and they change with their edition only.
_read_last: tuple[_Edition, Mapping[date, SpecialDay]] = ((), {})


def load_calendar(session: Session) -> WorkCalendar:
    """The calendar in force; an override wins over the national arrangement."""
    years = select(WorkCalendarYear.year, WorkCalendarYear.version, WorkCalendarYear.is_provisional)
    own = select(WorkCalendarOverride)
    # Few years beside few days of one's own: one question for both, but where there is no year beside which they stand.
    both = years.add_columns(WorkCalendarOverride).outerjoin(WorkCalendarOverride, true())
    rows = session.execute(both.order_by(WorkCalendarYear.year)).all()
    edition = tuple(dict.fromkeys((year, version, provisional) for year, version, provisional, _ in rows))
    days = dict(_national_days(edition, session))
    for row in {override for *_, override in rows if override} if rows else session.scalars(own):
        days[row.day] = SpecialDay(row.kind, row.reason)
    return WorkCalendar(days, {year: provisional for year, _, provisional in edition})


def _national_days(edition: _Edition, session: Session) -> Mapping[date, SpecialDay]:
    global _read_last  # noqa: PLW0603 - one value, replaced whole, so that threads see the old or the new one
    known, days = _read_last
    if known != edition:
        days = {
            row.day: SpecialDay(row.kind, row.name)
            for row in session.execute(
                select(WorkCalendarDay.day, WorkCalendarDay.kind, WorkCalendarDay.name)
            )
        }
        _read_last = edition, days
    return days
