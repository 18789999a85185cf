"""Mails that come back after they were taken: shown to a person, once, with nothing undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import true
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from structlog.testing import capture_logs
from structlog.typing import EventDict

from deploy.log_setup import LISTED_FIELDS
from models.case.data_provision import DataProvision
from models.case.dispatch import Dispatch
from models.case.lifecycle import ClockKind, ClockStopReason
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import Conflict
from models.ledger.trail_event import TrailEvent
from models.office.alert import Alert, AlertKind
from services.alerts.raise_alerts import raise_alerts_step
from services.answer import returned_mails, returned_notices
from services.answer.returned_mails import take_back_mails_step
from services.dispatch import send_step
from services.dispatch.delivery_report import DeliveryReport, ReportedAction
from services.dispatch.record_bounce import BounceOutcome, record_bounce
from services.repair.settle_dispatch import SettleDispatch, Settling, settle_dispatch
from services.unit_of_work import Unit
from services.views.came_back import SentDocument, list_to_send
from tests.unit.services.notices_outside import MAIL, Outside, planned
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import CLERK, give, ready
from tests.web_staff.fake_monitor import FakeMonitor


def report(
    outside: Outside,
    action: ReportedAction = ReportedAction.FAILED,
    *,
    attempt: int = 1,
    day: date | None = None,
) -> BounceOutcome:
    told = DeliveryReport(f"{outside.row().id}-{attempt}", action, "5.1.1", day)
    return record_bounce(told, outside.office.unit_of_work())


def kinds(outside: Outside) -> list[str]:
    return [row.kind for row in outside.office.rows(TrailEvent) if row.kind.startswith("dispatch.")]


def test_a_return_is_on_record_once_and_waits_for_a_person(outside: Outside) -> None:
    """When it was taken stays on record; whoever sends it again makes another attempt."""
    case = planned(outside.office, email=MAIL)
    outside.send()
    taken_at = outside.row().taken_at
    assert report(outside) is BounceOutcome.RETURNED
    assert report(outside) is BounceOutcome.KNOWN
    row = outside.row()
    today = beijing_date(outside.office.clock.now())
    assert (row.state, row.reason, row.returned_on) == (DispatchState.RETURNED, "DSN_5.1.1", today)
    assert row.taken_at == taken_at is not None
    assert kinds(outside) == ["dispatch.taken", "dispatch.returned"]
    raise_alerts_step(outside.office.unit_of_work, FakeMonitor(), has_receiver=False)  # type: ignore[arg-type]  # the part of the port that is asked
    assert [(row.complaint_id, row.kind) for row in outside.office.rows(Alert)] == [
        (case, AlertKind.UNDELIVERED)
    ]
    outside.later(7200)
    outside.send()
    assert outside.came() == 1
    again = SettleDispatch(row.id, Settling.AGAIN)
    settle_dispatch(again, outside.office.unit_of_work(), outside.office.actor(CLERK))
    outside.send()
    assert (outside.row().state, outside.came()) == (DispatchState.TAKEN, 2)
    assert outside.row().returned_on is None
    assert report(outside) is BounceOutcome.PAST
    assert outside.row().state is DispatchState.TAKEN
    assert kinds(outside)[-1] == "dispatch.returned_late"


@pytest.mark.parametrize("action", [ReportedAction.DELAYED, ReportedAction.OTHER])
def test_a_delay_is_no_return(outside: Outside, action: ReportedAction) -> None:
    planned(outside.office, email=MAIL)
    outside.send()
    assert report(outside, action) is BounceOutcome.NO_RETURN
    assert outside.row().state is DispatchState.TAKEN


def test_what_was_in_doubt_and_comes_back_has_come_back(outside: Outside) -> None:
    """Then it is certain that data left."""
    planned(outside.office, email=MAIL)
    outside.mail.hangs_up = True
    outside.send()
    assert outside.row().state is DispatchState.IN_DOUBT
    assert [row.is_certain for row in outside.office.rows(DataProvision)] == [False]
    assert report(outside) is BounceOutcome.RETURNED
    assert [row.is_certain for row in outside.office.rows(DataProvision)] == [True]


def test_a_mail_of_a_cut_off_attempt_that_comes_back_is_on_record_as_left(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(outside.office, email=MAIL)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(send_step, "settle", die)
        with pytest.raises(KeyboardInterrupt):
            outside.send()
    assert outside.row().state is DispatchState.SENDING
    assert report(outside) is BounceOutcome.RETURNED
    assert [row.is_certain for row in outside.office.rows(DataProvision)] == [True]


def test_what_was_never_sent_cannot_come_back(outside: Outside) -> None:
    planned(outside.office, email=MAIL)
    assert report(outside) is BounceOutcome.NOT_OURS
    outside.send()
    for attempt_id in (f"{'0' * 32}-1", f"{outside.row().id}-2", outside.row().id, "", "-"):
        told = DeliveryReport(attempt_id, ReportedAction.FAILED, "5.1.1", None)
        assert record_bounce(told, outside.office.unit_of_work()) is BounceOutcome.NOT_OURS
    assert outside.row().state is DispatchState.TAKEN


@pytest.mark.parametrize("days", [-400, 1, 4000])
def test_a_day_that_cannot_be_is_today(outside: Outside, days: int) -> None:
    planned(outside.office, email=MAIL)
    outside.send()
    today = beijing_date(outside.office.clock.now())
    report(outside, day=today + timedelta(days=days))
    assert outside.row().returned_on == today


def test_what_a_person_has_settled_is_not_opened_again_by_a_return(outside: Outside) -> None:
    planned(outside.office, email=MAIL)
    outside.mail.hangs_up = True
    outside.send()
    told = SettleDispatch(outside.row().id, Settling.TOLD, "已电话告知本人")
    settle_dispatch(told, outside.office.unit_of_work(), outside.office.actor(CLERK))
    assert report(outside) is BounceOutcome.PAST
    assert outside.office.rows(Dispatch)[0].state is DispatchState.TOLD


def take_back_with(
    fault: Exception, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], list[EventDict]]:
    """Two mails, the first of them with this fault; which were looked at until it was raised, and what was logged."""
    for _ in range(2):
        planned(outside.office, email=MAIL)
    taken: list[str] = []

    def take_back(row: Dispatch, _: Unit) -> None:
        taken.append(row.id)
        if len(taken) == 1:
            raise fault

    monkeypatch.setattr(returned_mails, "_is_untold", true)
    monkeypatch.setattr(returned_mails, "take_back_mail", take_back)
    with capture_logs() as lines, pytest.raises(type(fault)):
        returned_mails.take_back_mails_step(outside.office.unit_of_work)
    return taken, lines


@pytest.mark.parametrize("fault", [LookupError(), DataError("", {}, Exception())])
def test_a_mail_that_cannot_be_taken_back_keeps_no_other_from_it(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """S6: the fault is raised when all have been looked at, so that the workers rest before the next round.

    What a database says of the values of one is a fault of that one.
    """
    taken, lines = take_back_with(fault, outside, monkeypatch)
    (line,) = (line for line in lines if line["event"] == "mail_not_taken_back")
    assert line["dispatch_id"] == taken[0]
    assert set(line) - {"log_level"} <= LISTED_FIELDS, "the log drops all others"
    assert sorted(taken) == sorted(row.id for row in outside.office.rows(Dispatch))


@pytest.mark.parametrize(
    "fault", [OperationalError("", {}, Exception()), InterfaceError("", {}, Exception())]
)
def test_a_database_that_is_away_ends_the_taking_back_and_is_no_fault_of_a_mail(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    taken, lines = take_back_with(fault, outside, monkeypatch)
    assert len(taken) == 1
    assert [line for line in lines if line["event"] == "mail_not_taken_back"] == []


def limits(outside: Outside) -> list[tuple[str | None, ClockStopReason | None]]:
    rows = outside.office.rows(Clock, kind=ClockKind.SEND_AGAIN)
    return [(row.subject_id, row.stop_reason) for row in rows]


@pytest.mark.parametrize(
    ("settling", "ends"),
    [
        (Settling.AGAIN, ClockStopReason.SENT),
        (Settling.TOLD, ClockStopReason.TOLD),
        (Settling.DROPPED, ClockStopReason.CANCELLED),
    ],
)
def test_a_notice_that_came_back_is_owed_until_it_is_taken_or_a_person_says_what_became_of_it(
    outside: Outside, settling: Settling, ends: ClockStopReason
) -> None:
    """It has two working days of its own, and shows in the list of who sends again what came back."""
    planned(outside.office, email=MAIL)
    outside.send()
    report(outside)
    outside.send()
    outside.send()
    owed = outside.row().id
    assert limits(outside) == [(owed, None)], "once, however often the workers look"
    clerk = outside.office.actor(CLERK)
    (told,) = list_to_send(outside.office.unit_of_work(), clerk)
    assert (told.document, told.is_notice, told.letter_id) == (SentDocument.NOTICE, True, None)
    note = "" if settling is Settling.AGAIN else "已电话告知本人"
    settle_dispatch(SettleDispatch(owed, settling, note), outside.office.unit_of_work(), clerk)
    if settling is Settling.AGAIN:
        assert limits(outside) == [(owed, None)], "what waits has not left"
        outside.send()
    assert limits(outside) == [(owed, ends)]


@pytest.mark.parametrize(("ways", "is_owed"), [(["phone"], False), (["query_code"], True)])
def test_an_answer_told_again_by_a_way_that_reaches_settles_the_notice_of_it(
    outside: Outside, ways: list[str], *, is_owed: bool
) -> None:
    case = ready(outside.office, email=MAIL)
    give(outside.office, case, ways=["query_code"])
    outside.send()
    report(outside)
    outside.send()
    act(outside.office, case, "send-answer-again", CLERK, ways=ways)
    assert [ends is None for _, ends in limits(outside)] == [is_owed]
    assert (outside.row().state is DispatchState.RETURNED) is is_owed


def test_a_notice_that_comes_back_once_its_answer_was_told_otherwise_is_owed_by_nobody(
    outside: Outside,
) -> None:
    """Whoever was called knows the answer that the notice was to lead to."""
    case = ready(outside.office, email=MAIL)
    give(outside.office, case, ways=["query_code"])
    outside.send()
    act(outside.office, case, "send-answer-again", CLERK, ways=["phone"])
    report(outside)
    outside.send()
    assert limits(outside) == []
    assert outside.row().state is DispatchState.DROPPED


@pytest.mark.parametrize("settling", [Settling.AGAIN, Settling.TOLD])
def test_of_a_notice_that_is_over_when_a_person_decides_nothing_says_that_it_went_again(
    outside: Outside, settling: Settling
) -> None:
    """He is faster than the workers: what they would find is on record, and not what he chose."""
    case = ready(outside.office, email=MAIL)
    give(outside.office, case, ways=["query_code"])
    outside.send()
    act(outside.office, case, "send-answer-again", CLERK, ways=["phone"])
    report(outside)
    command = SettleDispatch(outside.row().id, settling, "" if settling is Settling.AGAIN else "已电话告知")
    with pytest.raises(Conflict) as refused:
        settle_dispatch(command, outside.office.unit_of_work(), outside.office.actor(CLERK))
    assert refused.value.code == "DISPATCH_MOVED_ON"
    row = outside.row()
    assert (row.state, row.reason, row.settled_by) == (DispatchState.DROPPED, "OVERTAKEN", None)
    assert kinds(outside)[-2:] == ["dispatch.returned", "dispatch.dropped"]
    assert limits(outside) == []


@pytest.mark.parametrize(
    ("fault", "dropped"), [(LookupError(), 2), (OperationalError("", {}, Exception()), 0)]
)
def test_a_notice_that_cannot_be_looked_at_keeps_no_other_from_being_dropped(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, fault: Exception, dropped: int
) -> None:
    """Also those behind the first hundred; a database that is away is no fault of a notice."""
    for _ in range(3):
        planned(outside.office, email=MAIL)
    with outside.office.unit_of_work() as unit:
        for row in unit.session.query(Dispatch):
            row.state, row.state_at = DispatchState.RETURNED, unit.clock.now()
    assert take_back_mails_step(outside.office.unit_of_work) == 3
    first = min(row.id for row in outside.office.rows(Dispatch))

    def find(row: Dispatch, _: Unit) -> str | None:
        if row.id == first:
            raise fault
        return returned_notices.OVERTAKEN

    monkeypatch.setattr(returned_notices, "BATCH", 1)
    monkeypatch.setattr(returned_notices, "_find_needless", find)
    with capture_logs() as lines, pytest.raises(type(fault)):
        returned_notices.drop_needless_step(outside.office.unit_of_work)
    told = [line for line in lines if line["event"] == "needless_not_dropped"]
    assert [line["dispatch_id"] for line in told] == [first] * bool(dropped)
    assert all(set(line) - {"log_level"} <= LISTED_FIELDS for line in told)
    states = [row.state for row in outside.office.rows(Dispatch)]
    assert states.count(DispatchState.DROPPED) == dropped
    assert [ends is None for _, ends in limits(outside)].count(False) == dropped
