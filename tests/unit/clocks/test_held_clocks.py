"""Clocks that requests hold, decisions extend, owners draw and supervisions watch."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import (
    Announce,
    ClockKind,
    ClockMoveReason,
    ClockPauseReason,
    RequestState,
    Rung,
    Stage,
)
from models.clock.clock import Clock
from models.clock.legal_time import as_iso, parse_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from models.ground.errors import NotFound, RuleRefused
from models.ground.ids import ClockId, ComplaintId, new_id
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.case.lifecycle import move_stage
from services.clocks.extend_clock import ExtendClock, extend_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.owner_limit import LimitUnknown
from services.clocks.pause_clock import PauseClock, pause_clock, resume_clock
from services.clocks.supervised_clocks import supervision_changed
from services.requests.request_rows import end_request
from services.requests.windows import window_end
from tests.office import Office
from tests.unit.clocks.test_check_clock import Asker, open_one

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)


def pause(office: Office, clock: Clock, subject: str, at: str) -> None:
    office.clock.set(at)
    with office.unit_of_work() as unit:
        pause_clock(PauseClock(ClockId(clock.id), ClockPauseReason.SUPPLEMENT, subject_id=subject), unit)


def resume(office: Office, clock: Clock, subject: str, at: str) -> Clock:
    office.clock.set(at)
    with office.unit_of_work() as unit:
        return resume_clock(ClockId(clock.id), unit, subject_id=subject)


def add_limit(office: Office, key: str, amount: int) -> None:
    with office.unit_of_work() as unit:
        policy = unit.session.scalars(select(TimeLimitPolicy).where(TimeLimitPolicy.key == "feedback")).one()
        unit.session.add(
            TimeLimitPolicy(
                id=new_id(), key=key, complaint_class=None, amount=amount, unit="wd", basis="本中心规定",
                certainty="本中心", effective_from=policy.effective_from,
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    "days",
    [
        ("2026-09-10T20:15", "2026-09-11T09:40", "2026-09-20T09:00", "2026-09-23"),  # S011, by expiry
        ("2026-10-21T16:40", "2026-10-22T10:00", "2026-10-23T11:00", "2026-10-27"),  # S048
        ("2026-10-28T17:32", "2026-10-29T10:00", "2026-11-02T10:41", "2026-11-05"),  # S052
    ],
)
def test_a_pause_moves_the_due_day_as_the_samples_say(
    office: Office, days: tuple[str, str, str, str]
) -> None:
    """R49: the working days of the pause are added, the original date is kept."""
    received, asked, ended, due = days
    clock = open_one(office, ClockKind.ACCEPTANCE, received)
    pause(office, clock, "1", asked)
    moved = resume(office, clock, "1", ended)
    assert as_iso(moved.due_at) == f"{due}T17:00:00+08:00"
    assert moved.original_due_at == clock.due_at
    assert moved.explanation["moves"][0]["reason"] == "pause"


def test_a_window_ends_when_the_working_morning_after_its_last_day_begins(office: Office) -> None:
    """S011 was asked on a Friday for five working days; the next working morning is a make-up Sunday."""
    office.clock.set("2026-09-11T09:40")
    with office.unit_of_work() as unit:
        assert as_iso(window_end("supplement", unit)) == "2026-09-20T09:00:00+08:00"
        assert as_iso(window_end("supplement", unit, amount=1)) == "2026-09-15T09:00:00+08:00"


def test_a_clock_that_two_requests_hold_pauses_once_and_runs_on_with_the_last(office: Office) -> None:
    """Shared days count once."""
    clock = open_one(office, ClockKind.RESOLVE, "2026-09-07T10:00", Complexity.NORMAL)
    pause(office, clock, "1", "2026-09-08T10:00")
    pause(office, clock, "2", "2026-09-10T10:00")
    still = resume(office, clock, "1", "2026-09-11T10:00")
    assert (still.rung, still.due_at) == (Rung.PAUSED, clock.due_at)
    moved = resume(office, clock, "2", "2026-09-14T10:00")
    # 9, 10, 11 and 14 September; the due day was the 20th, a make-up workday.
    assert (as_iso(clock.due_at), as_iso(moved.due_at)) == (
        "2026-09-20T17:00:00+08:00",
        "2026-09-24T17:00:00+08:00",
    )
    with pytest.raises(RuleRefused, match="CLOCK_NOT_PAUSED"):
        resume(office, clock, "2", "2026-09-15T10:00")


def test_pauses_apart_count_each(office: Office) -> None:
    clock = open_one(office, ClockKind.RESOLVE, "2026-09-07T10:00", Complexity.SIMPLE)
    pause(office, clock, "1", "2026-09-08T10:00")
    resume(office, clock, "1", "2026-09-09T10:00")
    pause(office, clock, "2", "2026-09-10T10:00")
    moved = resume(office, clock, "2", "2026-09-11T10:00")
    assert as_iso(moved.due_at) == "2026-09-16T17:00:00+08:00"


def test_an_extended_clock_is_silent_at_the_old_date_and_speaks_at_the_new_one(office: Office) -> None:
    """S060 is extended by ten working days; the old date announces nothing, the new one does."""
    clock = open_one(office, ClockKind.RESOLVE, "2026-11-23T10:00", Complexity.COMPLEX)
    assert as_iso(clock.due_at) == "2026-12-14T17:00:00+08:00"
    office.clock.set("2026-12-10T10:00")
    with office.unit_of_work() as unit:
        extended = extend_clock(ExtendClock(ClockId(clock.id), 10, "wd", ClockMoveReason.EXTENSION), unit)
    assert as_iso(extended.due_at) == "2026-12-28T17:00:00+08:00"
    assert extended.original_due_at == clock.due_at
    asker = Asker(office, clock)
    silent = [asker.ask(at).announce for at in ("2026-12-11T09:00", "2026-12-14T17:01", "2026-12-15T09:00")]
    assert set(silent) == {Announce.NONE}
    assert asker.ask("2026-12-25T09:00").announce is Announce.NEAR
    assert asker.ask("2026-12-28T17:01").announce is Announce.OVER


def test_a_limit_may_not_pass_an_end_that_is_told(office: Office) -> None:
    complaint_id = office.add_complaint()
    with office.unit_of_work() as unit:
        end = parse_moment("2026-09-08T17:00")
        command = OpenClock(
            ComplaintId(complaint_id), ClockKind.EXTENSION, 1, office.clock.now(), not_after=end
        )
        assert open_clock(command, unit).due_at == end


def test_an_acceptance_limit_that_opens_again_has_its_first_due_day(office: Office) -> None:
    """S020: matters that came back are due when they were due at first, whatever day it is."""
    clock = open_one(office, ClockKind.ACCEPTANCE, "2026-09-10T20:15")
    office.clock.set("2026-09-21T10:00")
    with office.unit_of_work() as unit:
        command = OpenClock(
            ComplaintId(clock.complaint_id), ClockKind.ACCEPTANCE, 1, parse_moment("2026-09-10T20:15")
        )
        again = open_clock(command, unit)
    assert (again.due_at, again.started_on) == (clock.due_at, clock.started_on)
    assert Asker(office, again).ask().announce is Announce.OVER


def test_a_redo_has_limits_of_its_own(office: Office) -> None:
    complaint_id = office.add_complaint()
    with office.unit_of_work() as unit:
        keys = {ClockKind.RESOLVE: "redo", ClockKind.INVESTIGATION: "redo_investigation"}
        due = [
            open_clock(
                OpenClock(
                    ComplaintId(complaint_id), kind, 2, office.clock.now(), Complexity.COMPLEX, policy_key=key
                ),
                unit,
            ).due_at
            for kind, key in keys.items()
        ]
    assert [as_iso(day)[:10] for day in due] == ["2026-09-14", "2026-09-10"]


def test_a_clock_three_working_days_over_opens_its_supervision_once(office: Office) -> None:
    """In the transaction of the check, with its process and its own limit."""
    clock = open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00")
    asker = Asker(office, clock)
    assert asker.ask("2026-09-15T17:00").rung is Rung.OVER
    assert asker.ask("2026-09-15T17:01").rung is Rung.SUPERVISED
    asker.ask("2026-09-16T09:00")
    with office.database.read() as session:
        supervision = session.scalars(select(Supervision)).one()
        messages = [
            row.payload
            for row in session.scalars(select(OutboxRow))
            if row.payload.get("name") == "complaint.supervision-opened"
        ]
    assert (supervision.is_automatic, supervision.late_clock_id) == (True, clock.id)
    assert supervision.own_clock_id is not None
    assert [message["correlation_key"] for message in messages] == [supervision.id]


def test_a_clock_is_over_again_when_its_supervision_is_closed_and_gets_no_second_one(office: Office) -> None:
    clock = open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00")
    asker = Asker(office, clock)
    asker.ask("2026-09-15T17:01")
    with office.unit_of_work() as unit:
        supervision = unit.session.scalars(select(Supervision)).one()
        end_request(supervision, RequestState.ANSWERED, "CLOSED", unit)
        supervision_changed(supervision, unit)
        assert unit.session.get_one(Clock, clock.id).version == 2
    assert asker.ask("2026-09-16T09:00").rung is Rung.OVER
    with office.database.read() as session:
        assert len(session.scalars(select(Supervision)).all()) == 1


def test_a_supervision_by_a_person_shows_on_a_clock_that_is_in_time_and_announces_nothing(
    office: Office,
) -> None:
    clock = open_one(office, ClockKind.RESOLVE, "2026-09-07T10:00", Complexity.NORMAL)
    with office.unit_of_work() as unit:
        open_supervision(OpenSupervision(clock.complaint_id, "久无进展"), unit, SYSTEM)
    asker = Asker(office, clock)
    answer = asker.ask("2026-09-08T09:00")
    assert (answer.rung, answer.announce) == (Rung.SUPERVISED, Announce.NONE)
    assert asker.ask("2026-09-18T09:00").announce is Announce.NEAR


def test_the_limit_of_a_supervision_is_over_but_never_supervised_by_itself(office: Office) -> None:
    clock = open_one(office, ClockKind.SUPERVISION, "2026-09-07T10:00")
    assert Asker(office, clock).ask("2026-10-30T09:00").rung is Rung.OVER
    with office.database.read() as session:
        assert session.scalars(select(Supervision)).all() == []


def test_the_engine_is_told_overdue_for_over_and_for_supervised(office: Office) -> None:
    """The late cases are found by one variable of their root instances."""
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    for at in ("2026-09-10T17:01", "2026-09-15T17:01"):
        asker.ask(at)
        with office.database.read() as session:
            told = [row.payload for row in session.scalars(select(OutboxRow)) if row.kind == "set_variables"]
        assert told[-1]["variables"]["clock_state"] == "overdue"


def test_a_watch_without_a_clock_is_stopped(office: Office) -> None:
    complaint_id = office.add_complaint()
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    asker.clock_id = None  # type: ignore[assignment]  # what the engine sends for a case without this limit
    assert asker.ask().rung is Rung.STOPPED
    assert complaint_id


def test_a_limit_that_an_owner_drew_opens_at_its_first_look_and_ends_with_the_stage(office: Office) -> None:
    """A watch with `<complaint_id>.<key>` needs no code, only a limit of that key."""
    add_limit(office, "first_reply", 2)
    complaint_id = office.add_complaint()
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    asker.clock_id = ClockId(f"{complaint_id}.first_reply")
    assert asker.ask("2026-09-07T10:05").check_at == "2026-09-08T09:00:00+08:00"
    assert asker.ask("2026-09-08T09:00").announce is Announce.NEAR
    with office.unit_of_work() as unit:
        move_stage(unit.session.get_one(Complaint, complaint_id), Stage.INVESTIGATION, unit, SYSTEM)
    with office.database.read() as session:
        told = [row.payload for row in session.scalars(select(OutboxRow)) if row.kind == "publish_message"]
    assert told[-1]["correlation_key"] == f"{complaint_id}.first_reply"
    assert asker.ask("2026-09-08T10:00").rung is Rung.STOPPED


def test_an_owners_diagram_may_call_a_limit_by_its_earlier_word(office: Office) -> None:
    """HS-12: the words of four shipped limits changed, the diagrams that owners deployed did not."""
    complaint_id = office.add_complaint()
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    asker.clock_id = ClockId(f"{complaint_id}.referral_signoff")
    assert asker.ask("2026-09-07T10:05").rung is Rung.WITHIN


def test_an_owners_limit_counts_anew_in_the_next_round(office: Office) -> None:
    add_limit(office, "first_reply", 2)
    complaint_id = office.add_complaint()
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    asker.clock_id = ClockId(f"{complaint_id}.first_reply")
    asker.ask("2026-09-07T10:05")
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        move_stage(complaint, Stage.INVESTIGATION, unit, SYSTEM)
        complaint.round = 2
    assert asker.ask("2026-09-14T10:00").rung is Rung.WITHIN


def test_an_owners_limit_without_a_policy_says_which_is_missing(office: Office) -> None:
    """The code is what an incident shows."""
    complaint_id = office.add_complaint()
    asker = Asker(office, open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00"))
    asker.clock_id = ClockId(f"{complaint_id}.first_replay")
    with pytest.raises(LimitUnknown) as fault:
        asker.ask()
    assert fault.value.code == "LIMIT_UNKNOWN: first_replay"
    asker.clock_id = ClockId("nobody.first_reply")
    with pytest.raises(NotFound):
        asker.ask()
