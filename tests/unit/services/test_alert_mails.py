"""Alerts by mail: each person gets what he chose in one mail at most every so many minutes, with numbers and nobody's words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from models.ground.dispatch_codes import DispatchState
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.ways import Way
from models.ledger.trail_event import TrailEvent
from models.office.alert import Alert, AlertKind
from models.office.alert_mail import AlertMail, AlertMailChoice
from services.alerts.choose_mail import ChooseMail, choose_mail, read_choice
from services.alerts.mail_alerts import mail_alerts_step
from services.alerts.settle_mail import MailSettling, SettleMail, settle_mail
from services.dispatch.waits import LEASE_SECONDS, later
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import Outside
from tests.web_staff.cases import restrict_to
from tests.web_staff.people import BY_ROLE

WATCHER, DIRECTOR, ADMINISTRATOR = BY_ROLE["supervisor"], BY_ROLE["director"], BY_ROLE["administrator"]
BOX, PAGES = "duban@yunhe.gov.cn", "https://tousu.yunhe.gov.cn/"
EVERY = tuple(kind.value for kind in AlertKind)


def choose(office: FullOffice, by: str = WATCHER, **told: object) -> None:
    known = {
        "staff_id": WATCHER,
        "is_on": True,
        "address": BOX,
        "kinds": EVERY,
        "minutes": "30",
        "version": 0,
    }
    command = ChooseMail(**{**known, **told})  # type: ignore[arg-type]  # fields by name
    choose_mail(command, office.unit_of_work(), office.actor(by))


def raise_one(office: FullOffice, key: str, case: str | None, kind: AlertKind = AlertKind.LATE) -> None:
    with office.unit_of_work() as unit:
        facts = {"what": "resolve"}
        row = Alert(key=key, kind=kind, complaint_id=case, facts=facts, raised_at=unit.clock.now())
        unit.session.add(row)


def send(outside: Outside, carriers: Mapping[Way, object] | None = None) -> None:
    chosen = outside.carriers if carriers is None else carriers
    mail_alerts_step(outside.office.unit_of_work, chosen.get(Way.EMAIL), PAGES)  # type: ignore[arg-type]  # a carrier


def test_a_storm_is_one_mail_with_numbers_and_nobodys_name_and_the_next_waits_its_time(
    outside: Outside,
) -> None:
    office = outside.office
    filed = office.file()
    raise_one(office, "before", filed.complaint_id)
    choose(office)
    send(outside)
    assert outside.mail.came == [], "what came up before is no news"
    for number in range(300):
        raise_one(office, f"storm-{number}", filed.complaint_id)
    raise_one(office, "engine", None, AlertKind.INCIDENT)
    send(outside)
    send(outside)
    ((to, subject, text),) = outside.mail.read()
    (row,) = office.rows(AlertMail)
    assert to == BOX
    assert subject == f"有301条提醒（编号{row.id[:8]}）"
    assert text.splitlines() == [
        f"【云河市政务服务中心】有301条提醒（编号{row.id[:8]}）：",
        f"逾期300条：{filed.number}",
        "流程异常1条",
        "请登录系统查看：https://tousu.yunhe.gov.cn/alerts",
    ]
    for hidden in ("简一趟", "199-0000-0201", "失业保险", "C03"):
        assert hidden not in outside.mail.came[0][1].as_string() + text, hidden
    raise_one(office, "one more", None)
    outside.later(29 * 60)
    send(outside)
    assert len(outside.mail.came) == 1
    outside.later(61)
    send(outside)
    assert len(outside.mail.came) == 2


def test_only_what_was_chosen_and_is_this_persons_to_know_is_told(outside: Outside) -> None:
    office = outside.office
    kept = office.file()
    choose(office, kinds=["incident", "late"])
    restrict_to(office, kept.complaint_id, WATCHER)
    raise_one(office, "unsent", None, AlertKind.UNSENT)
    raise_one(office, "his", kept.complaint_id)
    send(outside)
    ((_, subject, text),) = outside.mail.read()
    assert "有1条提醒" in subject
    assert "逾期1条" in text and kept.number not in text, "of a case for named readers no number leaves"
    choose(office, DIRECTOR, staff_id=DIRECTOR, address="zhuren@yunhe.gov.cn")
    raise_one(office, "again", kept.complaint_id)
    send(outside)
    assert [to for to, _, _ in outside.mail.read()] == [BOX], "who may not know of the case is told nothing"


def test_a_mail_that_may_have_left_is_not_sent_again_and_stands_in_doubt_on_the_page(
    outside: Outside,
) -> None:
    """No message twice: the next alerts go by a mail of their own once the server has had a rest."""
    office = outside.office
    choose(office)
    raise_one(office, "one", None)
    outside.mail.hangs_up = True
    send(outside)
    outside.mail.hangs_up = False
    raise_one(office, "two", None)
    choose(office, DIRECTOR, staff_id=DIRECTOR, address="zhuren@yunhe.gov.cn")
    raise_one(office, "three", None)
    outside.later(60)
    send(outside)
    assert len(outside.mail.came) == 1, "a server that does not say what it takes is given a rest"
    outside.later(3600)
    send(outside)
    ids = [mail["Message-ID"] for _, mail in outside.mail.came]
    assert len(ids) == len(set(ids)) == 3
    shown = read_choice(WATCHER, office.unit_of_work(), office.actor(WATCHER)).sent
    assert sorted(mail.state for mail in shown) == [DispatchState.IN_DOUBT, DispatchState.TAKEN]


def settle(office: FullOffice, how: MailSettling, by: str = WATCHER, **told: str) -> None:
    (mail,) = (row for row in office.rows(AlertMail) if row.attempts)
    command = SettleMail(**{"staff_id": WATCHER, "mail_id": mail.id, "settling": how, **told})  # type: ignore[arg-type]  # fields by name
    settle_mail(command, office.unit_of_work(), office.actor(by))


def test_a_mail_in_doubt_is_sent_once_more_or_put_down_as_arrived_by_who_may_see_it_and_once(
    outside: Outside,
) -> None:
    office = outside.office
    choose(office)
    raise_one(office, "one", None)
    outside.mail.hangs_up = True
    send(outside)
    with pytest.raises(NotPermitted):
        settle(office, MailSettling.AGAIN, DIRECTOR)
    with pytest.raises(NotFound):
        settle(office, MailSettling.AGAIN, DIRECTOR, staff_id=DIRECTOR)
    with pytest.raises(InvalidInput) as refused:
        settle(office, MailSettling.AGAIN, ADMINISTRATOR, reason=" ")
    assert refused.value.errors == {"settle_reason": "REQUIRED"}
    settle(office, MailSettling.AGAIN)
    with pytest.raises(Conflict):
        settle(office, MailSettling.AGAIN)
    send(outside)
    send(outside)
    (row,) = office.rows(AlertMail)
    assert (row.state, row.attempts, row.confirmed_by) == (DispatchState.IN_DOUBT, 2, None)
    assert len(outside.mail.came) == 2, "one attempt more for one word of a person"
    settle(office, MailSettling.ARRIVED, ADMINISTRATOR, reason="本人说已收到")
    with pytest.raises(Conflict) as settled:
        settle(office, MailSettling.AGAIN)
    assert settled.value.code == "ALERT_MAIL_SETTLED"
    outside.later(3600)
    send(outside)
    assert len(outside.mail.came) == 2
    (shown,) = read_choice(WATCHER, office.unit_of_work(), office.actor(WATCHER)).sent
    assert (shown.state, shown.confirmed_by) == (DispatchState.TAKEN, "管系统（系统管理员）")
    trail = [event for event in office.rows(TrailEvent) if event.kind.startswith("alerts.mail_a")]
    assert [
        (event.kind, event.actor, event.payload["reason"], event.payload["attempt"]) for event in trail
    ] == [
        ("alerts.mail_again", WATCHER, "", 1),
        ("alerts.mail_arrived", ADMINISTRATOR, "本人说已收到", 2),
    ]


def test_a_mail_that_a_server_could_not_take_goes_later_and_one_cut_off_is_in_doubt(
    outside: Outside,
) -> None:
    office = outside.office
    choose(office)
    raise_one(office, "one", None)
    outside.mail.at_rcpt = "451 later"
    send(outside)
    outside.mail.at_rcpt = ""
    outside.later(60)
    send(outside)
    (row,) = office.rows(AlertMail)
    assert (row.state, row.attempts, len(outside.mail.came)) == (DispatchState.TAKEN, 2, 1)
    # As the end of the process between the call and its settlement leaves it.
    with office.unit_of_work() as unit:
        cut = unit.session.get_one(AlertMail, row.id)
        cut.state, cut.next_try_at = DispatchState.SENDING, later(LEASE_SECONDS, unit)
    send(outside)
    assert office.rows(AlertMail)[0].state is DispatchState.SENDING
    outside.later(LEASE_SECONDS + 1)
    send(outside)
    assert (office.rows(AlertMail)[0].state, len(outside.mail.came)) == (DispatchState.IN_DOUBT, 1)


def test_without_a_server_and_for_who_has_switched_it_off_nothing_leaves(outside: Outside) -> None:
    office = outside.office
    choose(office)
    raise_one(office, "one", None)
    send(outside, {})
    assert [row.state for row in office.rows(AlertMail)] == [DispatchState.KEPT]
    outside.later(3600)
    send(outside)
    assert outside.mail.came == [], "what was kept does not leave later"
    raise_one(office, "two", None)
    outside.mail.at_rcpt = "451 later"
    send(outside)
    choose(office, is_on=False, version=1)
    outside.mail.at_rcpt = ""
    outside.later(3600)
    send(outside)
    assert outside.mail.came == []
    assert sorted(row.state for row in office.rows(AlertMail)) == [DispatchState.DROPPED, DispatchState.KEPT]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"address": "督办"}, "address"),
        ({"address": " "}, "address"),
        ({"kinds": ["nonsense"]}, "kinds"),
        ({"minutes": "4"}, "minutes"),
        ({"minutes": "viel"}, "minutes"),
        ({"minutes": "1441"}, "minutes"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(office: FullOffice, told: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        choose(office, **told)
    assert list(refused.value.errors) == [field]


def test_it_is_his_own_choice_or_the_offices_with_a_reason_and_on_the_trail(office: FullOffice) -> None:
    choose(office)
    with pytest.raises(InvalidInput) as refused:
        choose(office, ADMINISTRATOR, is_on=False, version=1)
    assert list(refused.value.errors) == ["reason"]
    choose(office, ADMINISTRATOR, is_on=False, version=1, reason="休假期间关闭")
    with pytest.raises(Conflict):
        choose(office, version=1)
    with pytest.raises(NotPermitted):
        choose(office, DIRECTOR, version=2)
    with pytest.raises(NotFound):
        choose(office, ADMINISTRATOR, staff_id=BY_ROLE["intake"], reason="误选")
    (row,) = office.rows(AlertMailChoice)
    assert (row.is_on, row.changed_by, row.version) == (False, ADMINISTRATOR, 2)
    trail = [event for event in office.rows(TrailEvent) if event.kind == "alerts.mail_chosen"]
    assert [(event.actor, event.payload["reason"]) for event in trail] == [
        (WATCHER, ""),
        (ADMINISTRATOR, "休假期间关闭"),
    ]
    assert trail[1].payload["before"]["is_on"] is True
    assert all(BOX not in str(event.payload) for event in trail)
