"""Alerts by mail on the real web server: a supervisor chooses for himself, an administrator for him with a reason."""

from __future__ import annotations

import re

from models.ground.dispatch_codes import DispatchState
from models.ground.ids import new_id
from models.office.alert_mail import AlertMail
from tests.served_office import ServedOffice
from tests.web.pages import text_of
from tests.web_staff.people import BY_ROLE

OWN, OFFICE = "/alerts/mail", "/administration/alert-mail"
BOX = "duban@yunhe.gov.cn"


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_a_supervisor_chooses_and_the_office_switches_it_off_with_a_reason(
    served_office: ServedOffice,
) -> None:
    watcher = served_office.visitor(BY_ROLE["supervisor"])
    office = served_office.visitor(BY_ROLE["administrator"])
    assert OWN in watcher.get("/alerts").text
    page = watcher.get(OWN).text
    chosen = {"version": version_on(page), "is_on": "true", "address": BOX, "kinds": "late", "minutes": "30"}
    refused = watcher.post(OWN, chosen | {"address": "督办科", "minutes": "2"})
    assert refused.status_code == 422
    assert refused.text.count('aria-invalid="true"') == 2 and "督办科" in refused.text
    assert watcher.post(OWN, chosen).status_code == 303
    stale = watcher.post(OWN, chosen | {"address": "erke@yunhe.gov.cn"})
    assert stale.status_code == 409
    assert "没有改动" in stale.text and "erke@yunhe.gov.cn" in stale.text
    own = f"{OFFICE}/{BY_ROLE['supervisor']}"
    assert BOX in text_of(office.get(OFFICE)) and own in office.get(OFFICE).text
    page = office.get(own).text
    change = {"version": version_on(page), "address": BOX, "kinds": "late", "minutes": "30"}
    assert office.post(own, change).status_code == 422, "for another it is said why"
    assert office.post(own, change | {"reason": "外出培训"}).status_code == 303
    page = text_of(watcher.get(OWN))
    assert "管系统" in page and "还没有发过提醒邮件" in page
    assert served_office.visitor(BY_ROLE["director"]).get(own).status_code == 403
    assert office.get(f"{OFFICE}/{BY_ROLE['intake']}").status_code == 404


def test_a_mail_in_doubt_is_settled_once_on_the_page_that_shows_it(served_office: ServedOffice) -> None:
    """By the watcher with one press, by the office with a reason at its field."""
    login = BY_ROLE["director"]
    own, ids = f"{OFFICE}/{login}", [new_id(), new_id()]
    with served_office.office.unit_of_work() as unit:
        now = unit.clock.now()
        for mail_id in ids:
            unit.session.add(
                AlertMail(
                    id=mail_id, staff_id=login, made_at=now, alert_ids=[1],
                    state=DispatchState.IN_DOUBT, state_at=now, attempts=1, next_try_at=now,
                )
            )  # fmt: skip
    watcher, office = served_office.visitor(login), served_office.visitor(BY_ROLE["administrator"])
    arrived = {"settling": "arrived", "mail_id": ids[0]}
    assert watcher.get(OWN).text.count('value="arrived"') == 2
    assert watcher.post(OWN, arrived).status_code == 303
    assert "已有人处理" in watcher.post(OWN, arrived | {"settling": "again"}).text
    page = watcher.get(OWN).text
    assert page.count('value="arrived"') == 1 and "确认已收到" in page
    assert watcher.post(OWN, arrived | {"settling": "lost"}).status_code == 404
    again = {"settling": "again", "mail_id": ids[1]}
    refused = office.post(own, again)
    assert refused.status_code == 422 and refused.text.count('aria-invalid="true"') == 1
    assert office.post(own, again | {"settle_reason": "邮箱里没有"}).status_code == 303
    assert "等待发出" in text_of(watcher.get(OWN)) and 'value="arrived"' not in watcher.get(OWN).text
