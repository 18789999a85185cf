"""Temporal values: text, arithmetic, zones, and independence of the host's zone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.feel.evaluation import stored

CASES: list[tuple[str, object]] = [
    ("now()", "2026-09-01T17:30:00Z"),
    ("today()", "2026-09-01"),
    ('date and time(now(), "Asia/Shanghai")', "2026-09-02T01:30:00+08:00[Asia/Shanghai]"),
    ('date(date and time(now(), "Asia/Shanghai"))', "2026-09-02"),
    ('date("2026-01-31") + duration("P1M")', "2026-02-28"),
    ('date("2024-02-29") - duration("P1Y")', "2023-02-28"),
    ('date("2026-01-01") - duration("PT1H")', "2025-12-31"),
    ('date("9999-12-31") + duration("P1D")', None),
    ('date("0001-01-01") - duration("P1M")', None),
    ('time("23:30:00") + duration("PT1H")', "00:30:00"),
    ('time("01:00:00") - time("23:00:00")', "-PT22H"),
    ('@"2026-03-29T00:30:00@Europe/Berlin" + @"PT2H"', "2026-03-29T03:30:00+02:00[Europe/Berlin]"),
    ('@"2026-03-28T02:30:00@Europe/Berlin" + @"P1M"', "2026-04-28T02:30:00+02:00[Europe/Berlin]"),
    ('@"2026-01-01T00:00:00Z" = @"2026-01-01T08:00:00+08:00"', True),
    ('@"2026-01-01T00:00:00Z" < @"2026-01-01T08:00:00"', None),
    ('@"2026-01-01T00:00:00Z" - @"2026-01-01T08:00:00"', None),
    ('@"08:00:00@Europe/Berlin".timezone', "Europe/Berlin"),
    ('@"2026-07-01T08:00:00@Europe/Berlin".time offset', "PT2H"),
    ('@"2026-07-01".weekday', 3),
    ('@"P1DT2H3M4S".hours', 2),
    ('@"-PT90M".minutes', -30),
    ('@"P14M".months', 2),
    ('duration("PT1H") / 3', "PT20M"),
    ('duration("P1D") * 1.5', "P1DT12H"),
    ('duration("P1Y") + duration("P1D")', None),
    ('duration("PT0.25S")', "PT0.25S"),
    ('-duration("P1Y2M")', "-P1Y2M"),
    ('day of week(date("2026-09-02"))', "Wednesday"),
    ('month of year(date("2026-09-02"))', "September"),
    ('day of year(date("2026-12-31"))', 365),
    ('week of year(date("2027-01-01"))', 53),
    ('last day of month(date("2024-02-05"))', "2024-02-29"),
    ('cycle(3, duration("PT1H"))', "R3/PT1H"),
    ('cycle(null, duration("P1D"))', "R/P1D"),
    ('cycle(duration("P1D"))', "R/P1D"),
    ('date and time("2026-01-01T10:00:00+01:00[Europe/Berlin]").timezone', "Europe/Berlin"),
    ('date and time("2026-01-01T10:00:00@Nowhere/City")', None),
    ('time("25:00:00")', None),
    ('duration("P")', None),
    ('duration("PT")', None),
    ('@"2026-13-01"', None),
    ('years and months duration(date("2026-03-31"), date("2026-02-28"))', "-P1M"),
    ('time(8, 30, 15.5, duration("PT8H"))', "08:30:15.5+08:00"),
    ('@"0001-01-01T00:00:00+08:00" < @"0001-01-01T00:00:00Z"', True),
    ('@"9999-12-31T23:00:00-08:00" = @"9999-12-31T23:00:00-08:00"', True),
    ('@"9999-12-31T23:00:00-08:00" + @"PT1H"', None),
    ('@"0001-01-01T00:00:00@Asia/Shanghai" - @"PT1H"', None),
    ('string(duration("P1Y") * 10 ** 6000)', None),
    ('-duration("-P999999999D")', "P999999999D"),
    ('date and time("0001-01-01T00:00:00Z") = date and time(now(), "Asia/Shanghai")', False),
    ('date and time(date("2026-01-01"), time("23:59:00"))', "2026-01-01T23:59:00"),
]


@pytest.mark.parametrize(("expression", "value"), CASES)
def test_temporal_value(expression: str, value: object):
    assert stored(expression) == value


@pytest.mark.parametrize("moment", ["2026-09-01T15:59:59+00:00", "2026-09-01T16:00:00+00:00"])
def test_the_zone_of_the_host_changes_nothing(moment: str):
    """Also at 23:59 and 00:00 in Beijing."""
    program = (
        "import sys; from datetime import datetime; from engine.feel import parse, to_json\n"
        "now = datetime.fromisoformat(sys.argv[1])\n"
        "for text in sys.argv[2:]: print(to_json(parse(text).evaluate({}, now)))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, moment, *(expression for expression, _ in CASES)],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for zone in ("UTC", "Asia/Shanghai", "America/Los_Angeles")
    }
    assert len(outputs) == 1
    assert "2026-09-01" in outputs.pop()
