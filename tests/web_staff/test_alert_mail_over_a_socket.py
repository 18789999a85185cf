"""Alerts by mail on the real web server: a supervisor chooses for himself, an administrator for him with a reason."""

from __future__ import annotations

import re

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
