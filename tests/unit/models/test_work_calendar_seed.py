"""The seeded calendar: every day of 2026 as published, all years there, the horizon provisional."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from models.store.seeds.work_calendar import list_seed_years, seeded_calendar

CALENDAR = seeded_calendar()
SAMPLE = Path(__file__).parents[2] / "samples" / "calendar-2026.json"


def test_every_day_of_2026_equals_the_published_arrangement() -> None:
    days = json.loads(SAMPLE.read_text(encoding="utf-8"))["days"]
    assert len(days) == 365
    for day in days:
        assert CALENDAR.kind_of(date.fromisoformat(day["date"])).value == day["kind"], day
        assert CALENDAR.is_workday(date.fromisoformat(day["date"])) == day["is_workday"], day


def test_years_2004_to_2026_are_published_and_later_ones_provisional() -> None:
    assert [year["year"] for year in list_seed_years() if not year["provisional"]] == list(range(2004, 2027))
    assert CALENDAR.is_provisional(date(2026, 12, 31)) is False
    assert CALENDAR.is_provisional(date(2027, 1, 1)) is True


def test_a_provisional_year_has_the_13_statutory_days_and_no_makeup_days() -> None:
    """全国年节及纪念日放假办法 (2024): 13 days; festivals that fall together make them fewer."""
    for year in list_seed_years():
        if year["provisional"]:
            named = sum(len(days) for days in year["holidays"].values())
            assert named in (12, 13)
            assert year["makeup"] == {}


def test_makeup_days_fall_on_weekends() -> None:
    for year in list_seed_years():
        for days in year["makeup"].values():
            assert all(date.fromisoformat(day).weekday() >= 5 for day in days)
