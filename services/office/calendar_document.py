"""The yearly notice of holidays as a file: read whole, refused whole, entered year by year."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from models.case.lifecycle import DayKind
from models.clock.legal_time import parse_any_day
from models.clock.work_calendar import WorkCalendarDay, WorkCalendarYear
from models.ground.errors import InvalidInput
from models.store.seeds.work_calendar import SeedDay, iterate_seed_days

NOT_JSON, NOT_A_CALENDAR, DAY_OF_ANOTHER_YEAR = "NOT_JSON", "NOT_A_CALENDAR", "DAY_OF_ANOTHER_YEAR"
DAY_TWICE, PUBLISHED_OTHERWISE, TOO_LONG = "DAY_TWICE", "PUBLISHED_OTHERWISE", "TOO_LONG"
_YEARS = "years"
_MAX_SOURCE, _MAX_NAME = 200, 40


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """One year as the notice tells it: holidays and make-up workdays, each with the name of its holiday."""

    year: int
    source: str
    published_on: date
    days: tuple[SeedDay, ...]


def read_calendar_document(text: str) -> list[PublishedYear]:
    """The years of `{"years": [{year, source, published_on, holidays: {name: [days]}, makeup: {name: [days]}}]}`.

    InvalidInput on `file` with what is wrong and where: no JSON, a field that is missing or of another kind, a day of another
    year, a day told twice.
    """
    try:
        document = json.loads(text)
    except ValueError:
        raise InvalidInput({"file": NOT_JSON}) from None
    years = document.get("years") if isinstance(document, dict) else None
    if not isinstance(years, list) or not years:
        raise InvalidInput({"file": f"{NOT_A_CALENDAR}: {_YEARS}"})
    return [_read_year(year, f"years.{place}") for place, year in enumerate(years)]


def check_published(published: PublishedYear, session: Session) -> bool:
    """Whether the year is to be entered; False when it stands so already, writes nothing.

    InvalidInput on `file` for a year that was published with other days: what was counted by them holds.
    """
    row = session.get(WorkCalendarYear, published.year)
    if row is None or row.is_provisional:
        return True
    known = {
        (day.day, day.kind)
        for day in session.scalars(select(WorkCalendarDay).where(_of_year(published.year)))
    }
    if known != {(day.day, day.kind) for day in published.days}:
        raise InvalidInput({"file": f"{PUBLISHED_OTHERWISE}: {published.year}"})
    return False


def enter_year(published: PublishedYear, session: Session) -> bool:
    """Write the year as published; False when it stands so already, InvalidInput as above."""
    row = session.get(WorkCalendarYear, published.year, with_for_update=True)
    if not check_published(published, session):
        return False
    session.execute(delete(WorkCalendarDay).where(_of_year(published.year)))
    version = 1 if row is None else row.version + 1
    if row is None:
        row = WorkCalendarYear(year=published.year)
        session.add(row)
    row.is_provisional, row.source, row.version = False, published.source, version
    row.published_on = published.published_on
    session.add_all(
        WorkCalendarDay(
            day=day.day,
            kind=day.kind,
            name=day.name,
            source=published.source,
            version=version,
            is_provisional=False,
        )
        for day in published.days
    )
    session.flush()
    return True


def _of_year(year: int) -> ColumnElement[bool]:
    return WorkCalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))


def _read_year(told: Any, path: str) -> PublishedYear:  # Any: JSON border
    try:
        year, source, published_on = int(told["year"]), str(told["source"]).strip(), told["published_on"]
        parts = {name: {str(k): list(v) for k, v in told[name].items()} for name in ("holidays", "makeup")}
        days = tuple(iterate_seed_days(parts))
        published = parse_any_day(published_on)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InvalidInput({"file": f"{NOT_A_CALENDAR}: {path}"}) from None
    if not source or not any(day.kind is DayKind.HOLIDAY for day in days):
        raise InvalidInput({"file": f"{NOT_A_CALENDAR}: {path}"})
    if len(source) > _MAX_SOURCE or any(len(day.name) > _MAX_NAME for day in days):
        raise InvalidInput({"file": f"{TOO_LONG}: {path}"})
    _check_days([day.day for day in days], year)
    return PublishedYear(year, source, published, days)


def _check_days(days: Iterable[date], year: int) -> None:
    seen: set[date] = set()
    for day in days:
        if day.year != year:
            raise InvalidInput({"file": f"{DAY_OF_ANOTHER_YEAR}: {day.isoformat()}"})
        if day in seen:
            raise InvalidInput({"file": f"{DAY_TWICE}: {day.isoformat()}"})
        seen.add(day)
