"""Supervisors are told of what comes up, once, on their page and outside (wish 9); a dead receiver holds nothing up."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from adapters.alert_webhook import AlertWebhook
from models.case.lifecycle import ClockKind, ClockStopReason
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.ground.errors import OutsideUnavailable
from models.ground.ids import ClockId, new_id
from models.ledger.outbox import OutboxRow
from models.office.alert import Alert, AlertKind
from models.office.provider_identity import ProviderLink
from models.office.staff import Staff
from models.office.standstill import Standstill, StandstillKind
from services.actor import SYSTEM
from services.alerts.raise_alerts import raise_alerts_step
from services.clocks.get_clock import get_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.health.office_figures import read_office_figures
from services.outbox.send_alert import SendAlert
from services.outbox.send_step import send_alerts_step, send_outbox_step
from services.oversight.record_outside_review import (
    RecordOutsideDone,
    RecordOutsideOutcome,
    RecordOutsideReview,
    record_outside_done,
    record_outside_outcome,
    record_outside_review,
)
from services.watch.check_clock import CheckClock, check_clock
from tests.full_office import FullOffice
from tests.web.pages import Visitor, text_of
from tests.web_staff.cases import complain_about, restrict_to
from tests.web_staff.fake_monitor import FakeMonitor
from tests.web_staff.people import BY_ROLE
from tests.web_staff.receiver import receive


@dataclass
class AnsweringEngine:
    """Takes every command of the port and keeps their names."""

    asked: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., bool]:
        def take(*_arguments: object, **_options: object) -> bool:
            self.asked.append(name)
            return True

        return take


SUPERVISOR, DIRECTOR = BY_ROLE["supervisor"], BY_ROLE["director"]
SECRET = "sixteen characters"
SignIn = Callable[[str], Visitor]


def look(office: FullOffice, monitor: FakeMonitor, *, has_receiver: bool = False) -> int:
    return raise_alerts_step(office.unit_of_work, monitor, has_receiver=has_receiver)  # type: ignore[arg-type]  # the part of the port that is asked


def late_case(office: FullOffice) -> tuple[str, str, str]:
    """A case whose acceptance has just come over: its id, number and clock."""
    filed = office.file()
    [clock] = office.rows(Clock, complaint_id=filed.complaint_id, kind=ClockKind.ACCEPTANCE)
    office.clock.set("2026-09-10T17:01")
    check_clock(CheckClock(clock.id, "9001"), office.unit_of_work(), SYSTEM)
    return filed.complaint_id, filed.number, clock.id


def hold_a_message(office: FullOffice, case: str) -> int:
    with office.unit_of_work() as unit:
        row = unit.session.scalars(select(OutboxRow).where(OutboxRow.complaint_id == case)).first()
        assert row is not None
        row.held_at, row.failed_reason = office.clock.now(), "BROKEN: name"
        return row.id


def badge(page: str) -> str | None:
    """The number beside the entry of the navigation."""
    for part in page.split("</li>"):
        if 'href="/alerts"' in part:
            found = re.search(r'<span class="tag tag-over">(\d+)', part)
            return found[1] if found else None
    return None


def test_each_thing_is_told_once_and_leaves_when_it_is_over(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """Wish 9, UX-56: late limits, incidents, standstill and held messages, each with its place to act."""
    case, number, clock = late_case(office)
    message = hold_a_message(office, case)
    monitor.add_instance("701", "intake")
    monitor.add_incident("77", "701", "x")
    with office.unit_of_work() as unit:
        unit.session.add(Standstill(kind=StandstillKind.JOB, key="55", since=office.clock.now(), facts={}))
    assert look(office, monitor) == 4
    assert look(office, monitor) == 0
    assert {row.kind for row in office.rows(Alert)} == {
        AlertKind.LATE, AlertKind.UNSENT, AlertKind.INCIDENT, AlertKind.STANDSTILL,
    }  # fmt: skip
    supervisor = sign_in(SUPERVISOR)
    page = supervisor.get("/alerts")
    words = text_of(page)
    for text in ("逾期", "受理决定", number, "流程异常", "作业无人承接", "消息发不出去"):
        assert text in words, text
    assert f'href="/due?q={number}"' in page.text
    assert badge(page.text) == "4"
    with office.unit_of_work() as unit:
        stop_clock(StopClock(ClockId(get_clock(ClockId(clock), unit).id), ClockStopReason.DECIDED), unit)
        unit.session.delete(unit.session.get_one(Standstill, (StandstillKind.JOB, "55")))
        unit.session.get_one(OutboxRow, message).sent_at = office.clock.now()
    monitor.incidents.clear()
    assert look(office, monitor) == 0
    assert "没有新的提醒" in text_of(supervisor.get("/alerts"))


def test_a_limit_that_moves_and_comes_over_again_is_told_again(
    office: FullOffice, monitor: FakeMonitor
) -> None:
    _, _, clock = late_case(office)
    assert look(office, monitor) == 1
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Clock, clock)
        row.due_at += timedelta(days=7)
    assert look(office, monitor) == 0
    assert [row.cleared_at is None for row in office.rows(Alert)] == [False]
    office.clock.set("2026-09-18T10:00")
    check_clock(CheckClock(clock, "9002"), office.unit_of_work(), SYSTEM)
    assert look(office, monitor) == 1


def test_what_an_outside_review_asks_is_told_before_and_after_its_day_until_it_is_done(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """Its day came and went, and nobody was told who did not open its list."""
    case, actor = office.file().complaint_id, office.actor(SUPERVISOR)
    today = beijing_date(office.clock.now())
    filed = RecordOutsideReview(
        case, new_id(), "litigation", "云河区人民法院", "（2026）行初9号", today.isoformat()
    )
    review = record_outside_review(filed, office.unit_of_work(), actor)
    due = today + timedelta(days=7)
    lost = RecordOutsideOutcome(review, "anew", today.isoformat(), "reopen", "重新处理", due.isoformat())
    record_outside_outcome(lost, office.unit_of_work(), actor)

    def told(at: date) -> str:
        office.clock.set(f"{at}T09:00")
        look(office, monitor)
        look(office, monitor)
        return text_of(supervisor.get("/alerts"))

    supervisor = sign_in(SUPERVISOR)
    assert "交办事项" not in told(today)
    assert "交办事项临近期限" in told(due)
    page = supervisor.get("/alerts").text
    assert f'href="/cases/{case}/outside-reviews"' in page and "复议、诉讼结果要求办理的事项" in page
    words = told(due + timedelta(days=1))
    assert words.count("交办事项逾期") == 1 and "临近" not in words
    assert due.isoformat() in words and f"{due + timedelta(days=1)} 00:00" not in words
    done = RecordOutsideDone(review, (due + timedelta(days=1)).isoformat(), "已重新处理")
    record_outside_done(done, office.unit_of_work(), actor)
    assert "交办事项" not in told(due + timedelta(days=1))


def test_reading_is_noted_for_one_person_and_what_is_kept_from_him_is_not_counted(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    case, number, _ = late_case(office)
    look(office, monitor)
    supervisor, director = sign_in(SUPERVISOR), sign_in(DIRECTOR)
    page = supervisor.get("/alerts").text
    [alert] = re.findall(r'<button class="link-button" name="alert" value="(\d+)"', page)
    assert supervisor.post("/alerts/read", {"alert": alert}).status_code == 303
    assert badge(supervisor.get("/alerts").text) is None
    assert badge(director.get("/due").text) == "1"
    complain_about(office, case, DIRECTOR)
    page = director.get("/alerts").text
    assert number not in page
    assert badge(page) is None
    assert sign_in(BY_ROLE["intake"]).get("/alerts").status_code == 403


def test_the_receiver_outside_is_told_signed_without_a_word_of_anybody(
    office: FullOffice, monitor: FakeMonitor
) -> None:
    """Wish 9: kind, code, number and moment; the signature is over moment and body."""
    _, number, _ = late_case(office)
    look(office, monitor, has_receiver=True)
    engine = AnsweringEngine()
    with receive() as receiver:
        webhook = AlertWebhook(receiver.address, SECRET, office.system_clock)
        assert send_alerts_step(office.unit_of_work, engine, webhook) == 1
        assert send_alerts_step(office.unit_of_work, engine, webhook) == 0
    [(headers, body)] = receiver.came
    signed = hmac.new(SECRET.encode(), headers["X-Jieban-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Jieban-Signature"] == f"sha256={signed.hexdigest()}"
    [told] = receiver.told()
    assert told["id"] == headers["X-Jieban-Delivery"]
    assert (told["kind"], told["what"], told["case"]) == ("late", "acceptance", number)
    assert set(told) == {"id", "kind", "what", "case", "raised_at"}


def test_of_a_case_for_named_readers_no_number_leaves(office: FullOffice, monitor: FakeMonitor) -> None:
    case, number, _ = late_case(office)
    restrict_to(office, case, "wen.rusheng")
    look(office, monitor, has_receiver=True)
    payloads = [row.payload for row in office.rows(OutboxRow, kind=SendAlert.KIND)]
    assert [payload["number"] for payload in payloads] == [None]
    assert number not in str(payloads)


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_is_not_taken_is_sent_again_with_the_same_id(
    office: FullOffice, monitor: FakeMonitor, status: int
) -> None:
    """A repeat carries the key by which the receiver knows it."""
    late_case(office)
    look(office, monitor, has_receiver=True)
    engine = AnsweringEngine()
    with receive() as receiver:
        webhook = AlertWebhook(receiver.address, SECRET, office.system_clock)
        receiver.status = status
        assert send_alerts_step(office.unit_of_work, engine, webhook) == 0
        assert send_alerts_step(office.unit_of_work, engine, webhook) == 0, "not before its wait"
        receiver.status = 204
        office.system_clock.set("2026-09-10T18:00")  # type: ignore[attr-defined]  # a clock that tests set
        assert send_alerts_step(office.unit_of_work, engine, webhook) == 1
    first, second = receiver.told()
    assert first == second


def test_a_dead_receiver_holds_up_no_message_and_makes_nobody_ill(
    office: FullOffice, monitor: FakeMonitor
) -> None:
    """The engine is told all it was told without alerts, and the office's figures do not change."""
    late_case(office)
    before = read_office_figures(office.unit_of_work())
    look(office, monitor, has_receiver=True)
    engine = AnsweringEngine()
    with receive() as receiver:
        dead = receiver.address
    webhook = AlertWebhook(dead, SECRET, office.system_clock)
    with pytest.raises(OutsideUnavailable):
        webhook.deliver("x", {})
    assert send_alerts_step(office.unit_of_work, engine, webhook) == 0
    figures = read_office_figures(office.unit_of_work())
    assert (figures.unsent, figures.held) == (before.unsent, before.held)
    send_outbox_step(office.unit_of_work, engine)
    others = [row for row in office.rows(OutboxRow) if row.kind != SendAlert.KIND]
    tried = {row.subject for row in others if row.sent_at is not None or row.attempts == 1}
    assert {row.subject for row in others} == tried != set(), "the first of every subject had its turn"
    assert engine.asked
    assert [row.attempts for row in office.rows(OutboxRow, kind=SendAlert.KIND)] == [1]


def test_while_the_engine_is_away_the_office_tells_what_it_knows_itself(
    office: FullOffice, monitor: FakeMonitor
) -> None:
    late_case(office)
    monitor.is_away = True
    with pytest.raises(OutsideUnavailable):
        look(office, monitor)
    assert [row.kind for row in office.rows(Alert)] == [AlertKind.LATE]


def test_supervisors_are_told_whose_account_somebody_else_linked_for_a_week_and_until_it_is_known(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """A4: by whom; of what a person links himself nobody is told."""
    login, other = BY_ROLE["intake"], BY_ROLE["administrator"]
    supervisor, now = sign_in(SUPERVISOR), office.system_clock.now()
    for each in (login, other):
        sign_in(each)
    known = {login: None, other: now}
    with office.unit_of_work() as unit:
        for staff_id, known_at in known.items():
            link = ProviderLink(
                staff_id=staff_id, linked_by=other, linked_at=now, issuer="i", subject=staff_id
            )
            link.known_at = known_at
            unit.session.add(link)
    assert look(office, monitor) == 1
    words = text_of(supervisor.get("/alerts"))
    names = {row.login: row.name for row in office.rows(Staff)}
    assert "他人关联账号登录身份" in words and f"{names[other]}（" in words
    assert re.search(f"{names[login]}（[^）]*）的账号，由{names[other]}（[^）]*）关联", words)
    with office.unit_of_work() as unit:
        unit.session.get_one(ProviderLink, (login, now)).known_at = now
    assert look(office, monitor) == 0
    assert "他人关联账号" in text_of(supervisor.get("/alerts")), "a week, whoever says that he knows of it"
    office.system_clock.moment = now + timedelta(days=8)
    assert look(office, monitor) == 0
    assert [row.cleared_at is None for row in office.rows(Alert)] == [False]
