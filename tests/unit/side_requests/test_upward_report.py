"""What must be reported upward is so within one hour by the clock on the wall (R118)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.beside.supervision import Supervision
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, FileEntryKind, Rung
from models.clock.clock import Clock
from models.ground.errors import InvalidInput, NotFound, RuleRefused
from services.clocks.owner_limit import stop_owner_limits
from services.watch.sweep import Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_acts import take

HOUR = timedelta(hours=1)
TOLD = {"reported_to": "市政府总值班室 值班员", "way": "phone"}


def mark(case: SideCase, login: str = "wen.rusheng") -> None:
    take(case, "mark-upward-report", login, reason="窗口前有人扬言自伤")


def hour(case: SideCase) -> Clock:
    return case.one(Clock, kind=ClockKind.OWNER_LIMIT, subject_id="upward_report")


@pytest.mark.parametrize("moment", ["2026-09-07T10:20", "2026-09-12T23:40", "2026-10-01T03:00"])
def test_the_hour_runs_at_night_and_on_days_of_rest(case: SideCase, moment: str) -> None:
    """R118: at once; neither office hours nor the calendar move it."""
    case.office.clock.set(moment)
    mark(case)
    clock = hour(case)
    assert clock.due_at - clock.opened_at == HOUR
    assert clock.opened_at == case.office.clock.now()


def test_a_report_on_record_meets_it_and_says_to_whom_when_and_how(case: SideCase) -> None:
    """R118: addressee and clock."""
    case.office.clock.set("2026-09-07T10:20")
    mark(case)
    with pytest.raises(RuleRefused) as twice:
        mark(case)
    assert twice.value.code == "UPWARD_REPORT_OPEN"
    case.office.clock.set("2026-09-07T11:30")
    for told_at, code in (("2026-09-07T10:00", "BEFORE_THE_MARK"), ("2026-09-07T12:00", "IN_THE_FUTURE")):
        with pytest.raises(InvalidInput) as refused:
            take(case, "record-upward-report", "wen.rusheng", **TOLD, told_at=told_at)
        assert refused.value.errors == {"told_at": code}
    take(case, "record-upward-report", "wen.rusheng", **TOLD, told_at="2026-09-07T10:45")
    clock = hour(case)
    assert (clock.stop_reason, clock.stopped_at is not None and clock.stopped_at < clock.due_at) == (
        "reported",
        True,
    )
    entry = case.one(FileEntry, kind=FileEntryKind.REPORT_UPWARD)
    assert entry.text == "2026-09-07 10:45向市政府总值班室 值班员报告"
    assert list(entry.ways) == ["phone"]
    with pytest.raises(RuleRefused) as nothing:
        take(case, "record-upward-report", "wen.rusheng", **TOLD)
    assert nothing.value.code == "NO_UPWARD_REPORT"


def test_a_late_one_is_over_and_supervised_whatever_stage_the_case_has_come_to(case: SideCase) -> None:
    """R118: no diagram draws it, so the sweep looks; a change of stage ends owners' limits and not this one."""
    case.office.clock.set("2026-09-07T10:20")
    mark(case)
    with case.unit() as (unit, complaint):
        stop_owner_limits(complaint.id, unit)
    assert hour(case).stopped_at is None
    for moment, rung in (("2026-09-07T11:22", Rung.OVER), ("2026-09-11T09:00", Rung.SUPERVISED)):
        case.office.clock.set(moment)
        sweep_clocks_step(case.office.unit_of_work, Unwatched(), timedelta(0))
        assert hour(case).rung is rung
    assert hour(case).id in {row.late_clock_id for row in case.office.rows(Supervision)}


def test_who_has_no_part_in_it_marks_nothing(case: SideCase) -> None:
    with pytest.raises(NotFound):
        mark(case, "ying.xiaoyu")
