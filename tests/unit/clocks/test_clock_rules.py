"""What clocks refuse, what they explain, the limits they use, and the demo office's shift."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.case.lifecycle import ClockKind, ClockMoveReason, ClockPauseReason, ClockStopReason
from models.clock.legal_time import as_iso, parse_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from models.ground.errors import NotFound, RuleRefused
from models.ground.ids import ClockId, ComplaintId, new_id
from services.clocks.clock_shift import found_demo_office, move_shift, read_shift
from services.clocks.move_clock import MoveClock, move_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.pause_clock import PauseClock, pause_clock, resume_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.clocks.time_limits import get_policy
from tests.office import Office


@pytest.mark.parametrize(
    ("kind", "complexity", "due"),
    [
        (ClockKind.RESOLVE, Complexity.SIMPLE, "2026-09-15"),
        (ClockKind.RESOLVE, Complexity.NORMAL, "2026-09-21"),
        (ClockKind.RESOLVE, Complexity.COMPLEX, "2026-09-29"),
        (ClockKind.INVESTIGATION, Complexity.SIMPLE, "2026-09-11"),
        (ClockKind.FEEDBACK, None, "2026-09-10"),
        (ClockKind.RETURN_VISIT, None, "2026-09-14"),
    ],
)
def test_default_limits_count_from_the_fact(
    office: Office, kind: ClockKind, complexity: Complexity | None, due: str
) -> None:
    complaint_id = office.add_complaint()
    with office.unit_of_work() as unit:
        clock = open_clock(
            OpenClock(complaint_id, kind, 1, parse_moment("2026-09-08T18:30"), complexity), unit
        )
    assert as_iso(clock.due_at) == f"{due}T17:00:00+08:00"
    assert clock.started_on == date(2026, 9, 8)
    assert clock.explanation["limit"]["certainty"] == "系统默认，非 GB/T 36113 原文"
    assert clock.explanation["deadline"]["counted"][-1] == due


def test_receipt_after_the_cutoff_counts_as_the_next_workdays(office: Office) -> None:
    complaint_id = office.add_complaint()
    with office.unit_of_work() as unit:
        clock = open_clock(
            OpenClock(complaint_id, ClockKind.ACCEPTANCE, 1, parse_moment("2026-09-11T17:00:01")), unit
        )
    assert clock.started_on == date(2026, 9, 14)


def test_a_due_day_beyond_the_published_calendar_is_provisional(office: Office) -> None:
    complaint_id = office.add_complaint()
    with office.unit_of_work() as unit:
        clock = open_clock(
            OpenClock(complaint_id, ClockKind.ACCEPTANCE, 1, parse_moment("2026-12-31T10:00")), unit
        )
    assert clock.is_provisional is True


def test_a_later_policy_replaces_an_earlier_one_from_its_day(office: Office) -> None:
    with office.unit_of_work() as unit:
        unit.session.add(
            TimeLimitPolicy(
                id=new_id(), key="feedback", complaint_class=None, amount=5, unit="wd", basis="x",
                certainty="地方规定", effective_from=date(2026, 10, 1), approved_by="zong.lanyun",
            )
        )  # fmt: skip
    with office.database.read() as session:
        assert get_policy(session, ClockKind.FEEDBACK, None, date(2026, 9, 30)).amount == 2
        assert get_policy(session, ClockKind.FEEDBACK, None, date(2026, 10, 1)).amount == 5
        with pytest.raises(NotFound):
            get_policy(session, ClockKind.RESOLVE, None, date(2026, 10, 1))


def test_every_shipped_limit_says_its_basis_and_that_it_is_no_text_of_the_standard(office: Office) -> None:
    with office.database.read() as session:
        policies = session.scalars(select(TimeLimitPolicy)).all()
    assert len(policies) == 39
    assert all(p.basis and p.certainty == "系统默认，非 GB/T 36113 原文" for p in policies)


def test_a_told_deadline_is_never_shortened_and_a_stopped_clock_does_not_move(office: Office) -> None:
    complaint_id = office.add_complaint()
    with office.unit_of_work() as unit:
        opened = OpenClock(ComplaintId(complaint_id), ClockKind.ACCEPTANCE, 1, office.clock.now())
        clock = open_clock(opened, unit)
    earlier = MoveClock(ClockId(clock.id), parse_moment("2026-09-09T17:00"), ClockMoveReason.EXTENSION)
    with pytest.raises(RuleRefused, match="DUE_DATE_NOT_LATER"), office.unit_of_work() as unit:
        move_clock(earlier, unit)
    with office.unit_of_work() as unit:
        stop_clock(StopClock(ClockId(clock.id), ClockStopReason.DECIDED), unit)
        stopped_again = stop_clock(StopClock(ClockId(clock.id), ClockStopReason.ARCHIVED), unit)
    assert stopped_again.stop_reason == "decided"
    later = MoveClock(ClockId(clock.id), parse_moment("2026-09-30T17:00"), ClockMoveReason.EXTENSION)
    with pytest.raises(RuleRefused, match="CLOCK_STOPPED"), office.unit_of_work() as unit:
        move_clock(later, unit)


def test_a_clock_is_paused_once_and_resumed_once(office: Office) -> None:
    complaint_id = office.add_complaint()
    with office.unit_of_work() as unit:
        opened = OpenClock(ComplaintId(complaint_id), ClockKind.ACCEPTANCE, 1, office.clock.now())
        clock = open_clock(opened, unit)
        with pytest.raises(RuleRefused, match="CLOCK_NOT_PAUSED"):
            resume_clock(ClockId(clock.id), unit)
        pause = PauseClock(ClockId(clock.id), ClockPauseReason.SUPPLEMENT)
        pause_clock(pause, unit)
        with pytest.raises(RuleRefused, match="CLOCK_ALREADY_PAUSED"):
            pause_clock(pause, unit)


def test_the_shift_of_a_demo_office_is_set_once_and_moves_forwards_only(office: Office) -> None:
    with office.unit_of_work() as unit:
        assert read_shift(unit.session).is_demo is False
        with pytest.raises(RuleRefused, match="OFFICE_IS_NOT_A_DEMO"):
            move_shift(unit.session, 10.0)
        found_demo_office(unit.session, -500.0)
        move_shift(unit.session, 20.0)
        with pytest.raises(RuleRefused, match="CLOCK_MOVES_FORWARDS_ONLY"):
            move_shift(unit.session, 19.0)
        with pytest.raises(RuleRefused, match="CLOCK_SHIFT_IS_SET"):
            found_demo_office(unit.session, 0.0)
    with office.database.read() as session:
        assert (read_shift(session).offset_seconds, read_shift(session).is_demo) == (20.0, True)
