"""Clocks under concurrent workers, in other time zones, far beyond their due day, and in lists."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from models.case.lifecycle import Announce, ClockKind, Rung
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import parse_moment
from models.ledger.inbox import InboxRow
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.clocks.office_ladder import load_ladder, rung_now, rungs_now
from services.clocks.open_clock import OpenClock, open_clock
from services.watch.check_clock import CheckClock, CheckedClock, check_clock
from tests.office import Office


def open_acceptance(office: Office, at: str) -> Clock:
    complaint_id = office.add_complaint(at)
    with office.unit_of_work() as unit:
        return open_clock(OpenClock(complaint_id, ClockKind.ACCEPTANCE, 1, parse_moment(at)), unit)


def check(office: Office, clock: Clock, job: str) -> CheckedClock:
    return check_clock(CheckClock(clock.id, job, "7"), office.unit_of_work(), SYSTEM)


def test_one_job_delivered_to_many_workers_at_once_has_one_effect_and_one_answer(office: Office) -> None:
    """P-faults: at least once delivery leaves the state of one run."""
    clock = open_acceptance(office, "2026-09-07T10:00")
    office.clock.set("2026-09-09T09:00")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: check(office, clock, "1"), range(6)))
    assert len(set(answers)) == 1
    assert answers[0].announce is Announce.NEAR
    with office.database.read() as session:
        assert len(session.scalars(select(ClockRung)).all()) == 1
        assert len(session.scalars(select(InboxRow)).all()) == 1
        kinds = [event.kind for event in session.scalars(select(TrailEvent))]
    assert kinds.count("clock.near") == 1


def test_different_jobs_at_once_announce_a_rung_once(office: Office) -> None:
    clock = open_acceptance(office, "2026-09-07T10:00")
    office.clock.set("2026-09-11T09:00")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda job: check(office, clock, str(job)), range(6)))
    assert sorted(answer.announce for answer in answers) == ["none"] * 5 + ["over"]


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The time zone of the machine."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine_zone")
@pytest.mark.parametrize(
    ("received", "started_on"), [("2026-09-07T23:59", "2026-09-08"), ("2026-09-08T00:00", "2026-09-08")]
)
def test_clocks_are_the_same_in_every_zone_also_at_midnight(
    office: Office, received: str, started_on: str
) -> None:
    clock = open_acceptance(office, received)
    office.clock.set("2026-09-11T17:01")
    with office.database.read() as session:
        stored = session.get_one(Clock, clock.id)
    assert (stored.started_on.isoformat(), stored.due_at) == (started_on, parse_moment("2026-09-11T17:00"))
    assert check(office, clock, "1") == CheckedClock(Rung.OVER, "2026-09-16T17:01:00+08:00", Announce.OVER)


def test_five_working_days_late_is_entered_for_the_bulletin_once(office: Office) -> None:
    clock = open_acceptance(office, "2026-09-07T10:00")
    for job, at in enumerate(
        ("2026-09-16T09:00", "2026-09-17T18:00", "2026-09-18T09:00", "2026-09-20T09:00")
    ):
        office.clock.set(at)
        check(office, clock, str(job))
    with office.database.read() as session:
        kinds = [event.kind for event in session.scalars(select(TrailEvent))]
    assert kinds.count("clock.bulletin") == 1
    assert kinds.count("clock.supervised") == 1


def test_lists_compute_lateness_from_the_rows_while_nobody_checks(office: Office) -> None:
    """Lists are right while the engine is down."""
    clocks = [
        open_acceptance(office, at) for at in ("2026-09-07T10:00", "2026-09-09T10:00", "2026-09-10T10:00")
    ]
    now = parse_moment("2026-09-11T09:00")
    with office.database.read() as session:
        ladder = load_ladder(session)
        rungs = rungs_now(clocks, now, ladder, session)
        assert [rungs[clock.id] for clock in clocks] == [Rung.OVER, Rung.NEAR, Rung.WITHIN]
        assert all(rung_now(clock, now, ladder, session) is rungs[clock.id] for clock in clocks)
        assert {clock.rung for clock in session.scalars(select(Clock))} == {Rung.WITHIN}


def test_the_bulletin_entry_is_due_one_minute_after_the_fifth_working_day_and_not_before(
    office: Office,
) -> None:
    """HS-10: due on Thursday the 10th; the fifth working day is the 17th."""
    clock = open_acceptance(office, "2026-09-07T10:00")
    for job, (at, entries) in enumerate((("2026-09-17T17:00", 0), ("2026-09-17T17:01", 1))):
        office.clock.set(at)
        check(office, clock, str(job))
        with office.database.read() as session:
            kinds = [event.kind for event in session.scalars(select(TrailEvent))]
        assert kinds.count("clock.bulletin") == entries, at
