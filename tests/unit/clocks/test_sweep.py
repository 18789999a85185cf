"""The sweep: every limit is looked at from the moment it opens, also where no watch of a diagram looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import Announce, ClockKind, ClockMoveReason, ClockStopReason, Rung
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import parse_moment
from models.ground.ids import ClockId
from models.ledger.trail_event import TrailEvent
from services.clocks.move_clock import MoveClock, move_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.watch.sweep import GRACE, Swept, Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.office import Office
from tests.unit.clocks.test_check_clock import Asker, open_one

OPENED = "2026-09-07T10:00"  # acceptance: due on the 10th at 17:00, near from the 9th at 9:00


class Sweeper:
    """The sweep of one workers' process; both clocks of this office are one."""

    def __init__(self, office: Office) -> None:
        self.office, self.unwatched = office, Unwatched()

    def at(self, moment: str) -> Swept:
        """The first look at `moment`, and the one a grace later; what the later one did."""
        self.office.clock.set(moment)
        sweep_clocks_step(self.office.unit_of_work, self.unwatched)
        self.office.clock.moment += GRACE
        return sweep_clocks_step(self.office.unit_of_work, self.unwatched)


def rungs(office: Office, clock: Clock) -> dict[Rung, ClockRung]:
    with office.database.read() as session:
        rows = session.scalars(select(ClockRung).where(ClockRung.clock_id == clock.id)).all()
        return {row.rung: row for row in rows}


def row_of(office: Office, clock: Clock) -> Clock:
    with office.database.read() as session:
        return session.get_one(Clock, clock.id)


def test_a_limit_that_no_watch_looks_at_gets_its_cards_and_its_supervision_in_time(office: Office) -> None:
    """OW-3: the limit of the answer ran out behind an owner's step, without a card, and Operate saw it within."""
    clock = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    sweeper = Sweeper(office)
    assert sweeper.at(OPENED).looked == 1
    assert row_of(office, clock).check_at == parse_moment("2026-09-09T09:00")
    assert sweeper.at("2026-09-09T09:00").looked == 1
    assert sweeper.at("2026-09-10T17:01").looked == 1
    assert sweeper.at("2026-09-15T17:01").looked == 1
    found = rungs(office, clock)
    assert {rung: row.announced_at is not None for rung, row in found.items()} == {
        Rung.NEAR: True,
        Rung.OVER: True,
        Rung.SUPERVISED: True,
    }
    assert all(row.thrown_at is None and row.job_key is None for row in found.values())
    with office.database.read() as session:
        assert session.get_one(Complaint, clock.complaint_id).clock_state is Rung.SUPERVISED
        assert len(session.scalars(select(Supervision)).all()) == 1
        kinds = [event.kind for event in session.scalars(select(TrailEvent).order_by(TrailEvent.seq))]
    assert [kind for kind in kinds if kind.startswith("clock.")] == [
        "clock.near",
        "clock.over",
        "clock.supervised",
    ]


def test_the_sweep_leaves_a_watch_its_minute(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    unwatched = Unwatched()
    assert sweep_clocks_step(office.unit_of_work, unwatched) == Swept(0, 1)
    office.clock.moment += GRACE - timedelta(seconds=1)
    assert sweep_clocks_step(office.unit_of_work, unwatched) == Swept(0, 1)
    assert Asker(office, clock).ask().rung is Rung.WITHIN
    office.clock.moment += GRACE
    assert sweep_clocks_step(office.unit_of_work, unwatched) == Swept(0, 0)
    assert unwatched.since == {}


def test_a_watch_that_comes_later_throws_what_was_announced_without_it_once(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    sweeper = Sweeper(office)
    sweeper.at("2026-09-09T09:00")
    asker = Asker(office, clock)
    assert asker.ask("2026-09-09T10:00").announce is Announce.NEAR
    assert asker.ask_again().announce is Announce.NEAR, "the same job gets the same answer"
    assert asker.ask("2026-09-09T10:05").announce is Announce.NONE
    near = rungs(office, clock)[Rung.NEAR]
    assert (near.announced_at, near.thrown_at) == (
        parse_moment("2026-09-09T09:01"),
        parse_moment("2026-09-09T10:00"),
    )
    assert near.job_key == "1"


def test_of_several_rungs_only_the_highest_is_thrown_and_a_lower_one_never_after_it(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    sweeper = Sweeper(office)
    sweeper.at("2026-09-09T09:00")
    sweeper.at("2026-09-10T17:01")
    asker = Asker(office, clock)
    assert asker.ask("2026-09-10T18:00").announce is Announce.OVER
    assert asker.ask("2026-09-10T18:05").announce is Announce.NONE
    assert rungs(office, clock)[Rung.NEAR].thrown_at is None


def test_a_limit_that_is_over_before_anyone_looks_is_announced_as_over_only(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    assert Sweeper(office).at("2026-09-10T17:01").looked == 1
    found = rungs(office, clock)
    assert (found[Rung.NEAR].was_passed, found[Rung.OVER].announced_at is not None) == (True, True)


def test_a_moved_limit_without_a_watch_is_looked_at_anew(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    sweeper = Sweeper(office)
    sweeper.at("2026-09-09T09:00")
    with office.unit_of_work() as unit:
        move_clock(
            MoveClock(ClockId(clock.id), parse_moment("2026-09-18T17:00"), ClockMoveReason.EXTENSION), unit
        )
    sweeper.at("2026-09-09T10:00")
    assert row_of(office, clock).rung is Rung.WITHIN
    assert row_of(office, clock).check_at == parse_moment("2026-09-17T09:00")


def test_a_stopped_limit_is_left_alone(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    with office.unit_of_work() as unit:
        stop_clock(StopClock(ClockId(clock.id), ClockStopReason.DECIDED), unit)
    assert Sweeper(office).at("2026-09-11T10:00") == Swept(0, 0)
    assert rungs(office, clock) == {}


def test_a_limit_that_cannot_be_looked_at_keeps_the_sweep_from_no_other(office: Office) -> None:
    broken = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    sound = open_one(office, ClockKind.ACCEPTANCE, OPENED)
    with office.unit_of_work() as unit:
        unit.session.execute(text("UPDATE clock SET kind = 'unheard-of' WHERE id = :id"), {"id": broken.id})
    with pytest.raises(ExceptionGroup, match="could not be looked at"):
        Sweeper(office).at("2026-09-10T17:01")
    assert Rung.OVER in rungs(office, sound)
