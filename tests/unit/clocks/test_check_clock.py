"""The question of `deadline-watch`: rungs announced once, the highest only, the same answer to the same job."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import (
    Announce,
    ClockKind,
    ClockMoveReason,
    ClockPauseReason,
    ClockStopReason,
    Rung,
)
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import as_iso, parse_moment
from models.ground.codes import Complexity
from models.ground.errors import NotFound
from models.ground.ids import ClockId, ComplaintId
from models.ledger.inbox import InboxRow
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM
from services.clocks.move_clock import MoveClock, move_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.pause_clock import PauseClock, pause_clock, resume_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.watch.check_clock import CheckClock, CheckedClock, check_clock
from tests.office import Office


def open_one(office: Office, kind: ClockKind, at: str, complexity: Complexity | None = None) -> Clock:
    complaint_id = office.add_complaint(at)
    office.clock.set(at)
    with office.unit_of_work() as unit:
        return open_clock(OpenClock(ComplaintId(complaint_id), kind, 1, parse_moment(at), complexity), unit)


class Asker:
    """Asks about a clock with a new job each time."""

    def __init__(self, office: Office, clock: Clock) -> None:
        self.office, self.clock_id, self.job = office, clock.id, 0

    def ask(self, at: str | None = None) -> CheckedClock:
        self.job += 1
        return self.ask_again(at)

    def ask_again(self, at: str | None = None) -> CheckedClock:
        if at is not None:
            self.office.clock.set(at)
        return check_clock(CheckClock(self.clock_id, str(self.job)), self.office.unit_of_work(), SYSTEM)


def test_the_way_of_w3_is_within_then_near_from_the_morning_of_the_last_working_day(office: Office) -> None:
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    assert asker.ask("2026-09-07T10:01") == CheckedClock(
        Rung.WITHIN, "2026-09-09T09:00:00+08:00", Announce.NONE
    )
    assert asker.ask("2026-09-09T09:00") == CheckedClock(
        Rung.NEAR, "2026-09-10T17:01:00+08:00", Announce.NEAR
    )
    assert asker.ask("2026-09-10T17:00:59").announce is Announce.NONE


def test_the_way_of_w4_is_over_one_minute_after_the_due_minute_of_a_makeup_saturday(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, "2026-09-29T18:20")
    assert as_iso(clock.due_at) == "2026-10-10T17:00:00+08:00"
    asker = Asker(office, clock)
    assert asker.ask("2026-10-08T12:00").check_at == "2026-10-09T09:00:00+08:00"
    assert asker.ask("2026-10-09T09:00").announce is Announce.NEAR
    assert asker.ask("2026-10-10T17:00").rung is Rung.NEAR
    assert asker.ask("2026-10-10T17:01") == CheckedClock(
        Rung.OVER, "2026-10-14T17:01:00+08:00", Announce.OVER
    )


def test_each_rung_is_announced_once(office: Office) -> None:
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    answers = [asker.ask(at).announce for at in ("2026-09-09T09:00", "2026-09-09T09:30", "2026-09-10T18:00")]
    answers += [asker.ask(at).announce for at in ("2026-09-10T19:00", "2026-09-15T18:00", "2026-09-16T09:00")]
    assert [a for a in answers if a is not Announce.NONE] == [Announce.NEAR, Announce.OVER]


def test_of_several_rungs_passed_only_the_highest_is_announced(office: Office) -> None:
    """Workers stopped over a due date: overdue is announced once, near is only on record."""
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    answer = asker.ask("2026-09-16T11:00")
    assert (answer.rung, answer.announce) == (Rung.SUPERVISED, Announce.OVER)
    assert answer.check_at == "2026-09-17T09:00:00+08:00"
    with office.database.read() as session:
        rows = {row.rung: row.was_passed for row in session.scalars(select(ClockRung))}
    assert rows == {Rung.NEAR: True, Rung.OVER: False, Rung.SUPERVISED: False}
    assert asker.ask("2026-09-17T09:00").announce is Announce.NONE


def test_the_same_job_gets_the_same_answer_however_late(office: Office) -> None:
    """A lost completion must not swallow the escalation."""
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    first = asker.ask("2026-09-09T09:00")
    assert asker.ask_again("2026-09-11T09:00") == first
    with office.database.read() as session:
        assert len(session.scalars(select(ClockRung)).all()) == 1
        assert len(session.scalars(select(InboxRow)).all()) == 1
    assert asker.ask().announce is Announce.OVER


def test_a_check_that_comes_early_waits_at_least_60_seconds(office: Office) -> None:
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    assert asker.ask("2026-09-09T08:59:58").check_at == "2026-09-09T09:00:58+08:00"


@pytest.mark.parametrize("minutes", [0, 1, 60, 1440, 4320, 14400, 43200])
def test_check_at_is_never_null_and_lies_ahead_while_the_clock_runs(office: Office, minutes: int) -> None:
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    now = parse_moment("2026-09-07T10:00") + timedelta(minutes=minutes)
    check_at = datetime.fromisoformat(asker.ask(now.isoformat()).check_at)
    assert check_at.utcoffset() is not None
    assert check_at - now >= timedelta(seconds=60)
    with office.database.read() as session:
        assert session.get_one(Clock, asker.clock_id).check_at == check_at


def test_a_paused_clock_is_not_late_and_moves_by_the_working_days_of_its_pause(office: Office) -> None:
    clock = open_one(office, ClockKind.RESOLVE, "2026-09-08T10:00", Complexity.SIMPLE)
    asker = Asker(office, clock)
    until = parse_moment("2026-09-17T17:00")
    office.clock.set("2026-09-10T11:00")
    with office.unit_of_work() as unit:
        pause_clock(PauseClock(ClockId(clock.id), ClockPauseReason.SUPPLEMENT, until), unit)
    assert asker.ask("2026-09-16T12:00") == CheckedClock(
        Rung.PAUSED, "2026-09-17T17:00:00+08:00", Announce.NONE
    )
    office.clock.set("2026-09-16T15:00")
    with office.unit_of_work() as unit:
        moved = resume_clock(ClockId(clock.id), unit)
    assert as_iso(moved.original_due_at) == "2026-09-15T17:00:00+08:00"
    # 4 working days later; Sunday the 20th is a make-up workday.
    assert as_iso(moved.due_at) == "2026-09-20T17:00:00+08:00"
    assert asker.ask().rung is Rung.WITHIN


def test_resuming_without_a_later_due_day_announces_nothing_again(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00")
    asker = Asker(office, clock)
    assert asker.ask("2026-09-09T09:00").announce is Announce.NEAR
    with office.unit_of_work() as unit:
        pause_clock(PauseClock(ClockId(clock.id), ClockPauseReason.ENTRUSTED), unit)
    office.clock.set("2026-09-09T16:00")
    with office.unit_of_work() as unit:
        resume_clock(ClockId(clock.id), unit)
    assert asker.ask() == CheckedClock(Rung.NEAR, "2026-09-10T17:01:00+08:00", Announce.NONE)


def test_a_moved_clock_announces_near_again_for_its_new_date(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00")
    asker = Asker(office, clock)
    assert asker.ask("2026-09-09T09:00").announce is Announce.NEAR
    with office.unit_of_work() as unit:
        move_clock(
            MoveClock(ClockId(clock.id), parse_moment("2026-09-14T17:00"), ClockMoveReason.EXTENSION), unit
        )
    assert asker.ask().rung is Rung.WITHIN
    assert asker.ask("2026-09-11T09:00").announce is Announce.NEAR


def test_a_stopped_clock_answers_stopped_and_keeps_no_check(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00")
    asker = Asker(office, clock)
    asker.ask()
    office.clock.set("2026-09-08T10:00")
    with office.unit_of_work() as unit:
        stop_clock(StopClock(ClockId(clock.id), ClockStopReason.DECIDED), unit)
    assert asker.ask("2026-09-20T10:00").rung is Rung.STOPPED
    with office.database.read() as session:
        row = session.get_one(Clock, clock.id)
        assert (row.check_at, row.rung) == (None, Rung.STOPPED)
        assert session.scalars(select(ClockRung)).all() == []


def test_a_limit_of_one_working_day_is_near_after_half_of_its_office_time(office: Office) -> None:
    from models.clock.time_limit_policy import TimeLimitPolicy

    with office.unit_of_work() as unit:
        policy = unit.session.scalars(select(TimeLimitPolicy).where(TimeLimitPolicy.key == "feedback")).one()
        policy.amount = 1
    asker = Asker(office, open_one(office, ClockKind.FEEDBACK, "2026-09-07T15:00"))
    # 2 h on the first day and 3 + 3.5 h on the second: half of 8.5 h is at 11:15.
    assert asker.ask().check_at == "2026-09-08T11:15:00+08:00"


def test_an_unknown_clock_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        check_clock(CheckClock("no-such-clock", "1"), office.unit_of_work(), SYSTEM)


def test_the_case_shows_its_worst_legal_clock_and_tells_the_engine(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00")
    with office.unit_of_work() as unit:
        opened_at = parse_moment("2026-09-07T10:00")
        open_clock(
            OpenClock(
                ComplaintId(clock.complaint_id), ClockKind.INVESTIGATION, 1, opened_at, Complexity.SIMPLE
            ),
            unit,
        )
    Asker(office, clock).ask("2026-09-09T09:00")
    with office.database.read() as session:
        complaint = session.get_one(Complaint, clock.complaint_id)
        told = [r.payload for r in session.scalars(select(OutboxRow)) if r.kind == "set_variables"]
    assert (complaint.clock_state, complaint.next_due_at) == (Rung.NEAR, clock.due_at)
    assert told[-1] == {
        "complaint_id": clock.complaint_id,
        "variables": {"clock_state": "near", "next_due_at": "2026-09-10T17:00:00+08:00"},
    }
    with office.unit_of_work() as unit:
        stop_clock(StopClock(ClockId(clock.id), ClockStopReason.DECIDED), unit)
    with office.database.read() as session:
        complaint = session.get_one(Complaint, clock.complaint_id)
        messages = [r.payload for r in session.scalars(select(OutboxRow)) if r.kind == "publish_message"]
    assert (complaint.clock_state, complaint.next_due_at) == (None, None)
    assert messages == [
        {
            "name": "complaint.clock-changed",
            "correlation_key": clock.id,
            "message_id": f"{clock.id}:2",
            "variables": {},
            "complaint_id": clock.complaint_id,
        }
    ]
