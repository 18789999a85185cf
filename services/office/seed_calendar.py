"""Setting up of the work calendar from the data the product ships."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clock.work_calendar import WorkCalendarDay, WorkCalendarYear
from models.store.seeds.work_calendar import iterate_seed_days, list_seed_years


def seed_calendar(session: Session) -> int:
    """Add the shipped years that the office has no row for.

    Returns how many. Years that are there stay as they are.
    """
    known = set(session.scalars(select(WorkCalendarYear.year)))
    missing = [year for year in list_seed_years() if year["year"] not in known]
    for year in missing:
        published = year["published_on"]
        session.add(
            WorkCalendarYear(
                year=year["year"],
                is_provisional=year["provisional"],
                source=year["source"],
                version=1,
                published_on=date.fromisoformat(published) if published else None,
            )
        )
        session.add_all(
            WorkCalendarDay(
                day=special.day,
                kind=special.kind,
                name=special.name,
                source=year["source"],
                version=1,
                is_provisional=year["provisional"],
            )
            for special in iterate_seed_days(year)
        )
    session.flush()
    return len(missing)
