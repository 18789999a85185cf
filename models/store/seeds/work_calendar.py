"""The seeded work calendar as values, for rows at set-up and for counting without an office."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from models.case.lifecycle import DayKind
from models.clock.calendar_days import SpecialDay, WorkCalendar
from models.store.seeds import read_seed


class SeedDay(NamedTuple):
    """One special day of one seeded year."""

    day: date
    kind: DayKind
    name: str


def list_seed_years() -> list[dict[str, Any]]:  # Any: JSON border
    """The years of the seed: year, provisional, source, published_on, holidays, makeup."""
    return list(read_seed("work_calendar")["years"])


def iterate_seed_days(year: dict[str, Any]) -> Iterator[SeedDay]:  # Any: JSON border
    """The special days of one seeded year."""
    for key, kind in (("holidays", DayKind.HOLIDAY), ("makeup", DayKind.MAKEUP)):
        for name, days in year[key].items():
            for day in days:
                yield SeedDay(date.fromisoformat(day), kind, name)


def seeded_calendar() -> WorkCalendar:
    """The calendar of the seed alone, without any office's overrides."""
    years = list_seed_years()
    days = {d.day: SpecialDay(d.kind, d.name) for year in years for d in iterate_seed_days(year)}
    return WorkCalendar(days, {year["year"]: year["provisional"] for year in years})
