"""Counting of time limits: worked cases, local overrides, the explanation, equal results in every zone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.case.lifecycle import DayKind
from models.clock.calendar_days import CalendarYearMissing, SpecialDay, WorkCalendar
from models.clock.deadline import Limit, compute_deadline
from models.clock.deadline_cases import compare_cases
from models.clock.deadline_explanation import explain
from models.clock.legal_time import ZONE, parse_moment
from models.store.seeds.work_calendar import seeded_calendar

CASES = Path(__file__).parents[2] / "samples" / "deadline-cases.json"
CALENDAR = seeded_calendar()


def test_all_80_worked_cases_agree_key_by_key() -> None:
    """R119: each counted, skipped and made-up day, the day that the end rolls to, and which dates are provisional."""
    comparison = compare_cases(CASES, CALENDAR)
    assert comparison.compared == 80
    assert comparison.differences == ()


def test_a_changed_case_is_noticed(tmp_path: Path) -> None:
    changed = tmp_path / "cases.json"
    changed.write_text(CASES.read_text(encoding="utf-8").replace('"rolled": true', '"rolled": false', 1))
    assert [difference.key for difference in compare_cases(changed, CALENDAR).differences] == ["rolled"]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_cases_agree_whatever_the_zone_of_the_machine(zone: str) -> None:
    program = (
        "from pathlib import Path; from models.clock.deadline_cases import compare_cases;"
        "from models.store.seeds.work_calendar import seeded_calendar;"
        f"assert compare_cases(Path({str(CASES)!r}), seeded_calendar()).differences == ()"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=root, env=os.environ | {"TZ": zone})


@pytest.mark.parametrize(
    ("start", "effective"),
    [
        ("2026-03-10T23:59:00", "2026-03-11"),
        ("2026-03-11T00:00:00", "2026-03-11"),
        ("2026-03-10T15:59:00+00:00", "2026-03-11"),
        ("2026-03-10T16:00:00+00:00", "2026-03-11"),
        ("2026-03-10T17:00:00", "2026-03-10"),
    ],
)
def test_the_day_of_receipt_is_beijings(start: str, effective: str) -> None:
    assert compute_deadline(parse_moment(start), Limit(3), CALENDAR)["effective_date"] == effective


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        compute_deadline(datetime(2026, 3, 10), Limit(3), CALENDAR)  # noqa: DTZ001 - the fault under test


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="wd, cd or h"):
        compute_deadline(parse_moment("2026-03-10T10:00"), Limit(3, "weeks"), CALENDAR)


def test_a_local_closure_is_skipped_with_its_reason() -> None:
    days = {**CALENDAR.days, date(2026, 3, 11): SpecialDay(DayKind.LOCAL_CLOSURE, "台风停办")}
    answer = compute_deadline(parse_moment("2026-03-10T10:00"), Limit(2), WorkCalendar(days, CALENDAR.years))
    assert answer["due_date"] == "2026-03-13"
    assert answer["skipped"] == [{"date": "2026-03-11", "reason": "台风停办"}]


def test_counting_into_a_year_without_calendar_is_refused() -> None:
    with pytest.raises(CalendarYearMissing, match="2031"):
        compute_deadline(parse_moment("2030-12-30T10:00+08:00"), Limit(10), CALENDAR)


def test_explanation_names_every_day_from_receipt_to_due() -> None:
    """Each counted and skipped day is named with its reason, in order."""
    answer = compute_deadline(parse_moment("2026-09-30T18:00"), Limit(3), CALENDAR)
    days = explain(answer)
    assert [day["date"] for day in days] == sorted(day["date"] for day in days)
    assert [day["number"] for day in days if day["is_counted"]] == [1, 2, 3]
    assert days[0] == {
        "date": "2026-09-30",
        "is_counted": False,
        "number": None,
        "reason": "收到时已过截止时间",
    }
    assert {"date": "2026-10-10", "is_counted": True, "number": 2, "reason": "计入（调休上班）"} in days
    assert all(day["reason"] for day in days)


@given(
    st.datetimes(datetime(2004, 1, 2), datetime(2029, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    st.integers(0, 30),
)
def test_working_day_limits_end_on_a_workday_and_count_exactly_their_amount(
    start: datetime, amount: int
) -> None:
    answer = compute_deadline(start, Limit(amount), CALENDAR)
    due = date.fromisoformat(answer["due_date"])
    assert CALENDAR.is_workday(due)
    assert len(answer["counted"]) == amount
    assert due >= start.astimezone(ZONE).date()
    assert len(explain(answer)) == (due - start.astimezone(ZONE).date()).days + 1
