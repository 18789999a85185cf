"""Every counted and skipped day of a limit, what stood still and what moved it, as the complainant and the staff read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.served_office import serve_office
from tests.unit.services.requests_office import act
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web.told_scenes import fresh_case, part_of, progress_of, send, tell_more_time

# From Friday 2026-09-18: five working days, two that stood still, five more by the extension.
COUNTED = (
    "2026-09-20 第1个工作日 · 计入（调休上班）",
    "2026-09-24 第5个工作日 · 计入",
    "2026-09-28 第6个工作日 · 计入",
    "2026-09-29 第7个工作日 · 计入",
    "2026-09-30 第8个工作日 · 计入",
    "2026-10-09 第10个工作日 · 计入",
    # A Saturday on which the office works for the holiday.
    "2026-10-10 第11个工作日 · 计入（调休上班）",
    "2026-10-12 第12个工作日 · 计入",
)
SKIPPED = (
    "2026-09-19 不计入 · 周末",
    "2026-09-25 不计入 · 中秋节放假",
    "2026-10-01 不计入 · 国庆节放假",
    # A Monday that is free because that Saturday is not.
    "2026-10-05 不计入 · 国庆节放假",
    "2026-10-11 不计入 · 周末",
)
STOOD_STILL = "2026-09-21至2026-09-23停止计时，共2个工作日不计入：2026-09-22、2026-09-23"
MOVED = ("由 2026-09-24 17:00 调整到 2026-09-29 17:00", "由 2026-09-29 17:00 调整到 2026-10-12 17:00")


@pytest.fixture
def told(tmp_path: Path, sqlite_office_template: Path) -> dict[str, str]:
    """What both pages say of the limit of a case that was asked for papers and given more time."""
    with serve_office(tmp_path, sqlite_office_template) as served:
        clock = served.office.clock
        clock.set("2026-09-18T10:00")
        case, citizen = fresh_case(served), served.visitor()
        clock.set("2026-09-21T10:00")
        asked = {"items": "请提供收据", "window_wd": 5}
        act(served.office, case.complaint_id, "request-supplement", "wen.rusheng", **asked)
        clock.set("2026-09-23T10:00")
        send(citizen, case, "supplement", text="收据如下")
        tell_more_time(case)
        return {
            "public": part_of(progress_of(citizen, case), "counted"),
            "staff": text_of(read_file(served.visitor("du.daodi"), case.complaint_id)),
        }


def test_every_counted_and_skipped_day_is_named_with_what_stood_still_and_moved_it(
    told: dict[str, str],
) -> None:
    """N1: on the staff and the public page; days worked for a holiday and days free by a swap, pause and extension."""
    for page, words in told.items():
        plain = re.sub(r"\s+", " ", words)
        for day in (*COUNTED, *SKIPPED, STOOD_STILL, *MOVED):
            assert day in plain, (page, day, plain)
