"""Units, windows and service items as an administrator keeps them, through the real web server and with the words of the page."""

from __future__ import annotations

import re
from itertools import pairwise

from models.ledger.trail_event import TrailEvent
from models.office.unit import OrganisationUnit
from services.actor import SYSTEM
from services.office.load_organisation import load_organisation, read_organisation
from tests.office import ORGANISATION
from tests.served_office import ServedOffice, SocketVisitor

ADMINISTRATOR = "guan.xitong"
UNIT = {
    "name": "云河市档案馆（驻厅）",
    "kind": "resident",
    "location": "二层东区",
    "head": "zong.heke",
    "reason": "新进驻大厅",
}


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def add(visitor: SocketVisitor, noun: str, fields: dict[str, str]) -> str:
    """The address of what was added."""
    saved = visitor.post(f"/administration/{noun}/new", fields)
    assert saved.status_code == 303, saved.text
    return saved.headers["location"].partition("?")[0]


def test_a_unit_is_added_changed_closed_and_opened_again_with_its_history(
    served_office: ServedOffice,
) -> None:
    """DM-40: who, when, what it was before, and why; a closed one is offered no longer and keeps its name."""
    visitor, clerk = served_office.visitor(ADMINISTRATOR), served_office.visitor("wen.rusheng")
    assert "综合窗口管理科" in visitor.get("/administration/units").text
    refused = visitor.post("/administration/units/new", {**UNIT, "name": "", "reason": ""})
    assert refused.status_code == 422
    assert 'id="name-error"' in refused.text and 'id="reason-error"' in refused.text
    assert "二层东区" in refused.text, "what was typed comes back"
    own = add(visitor, "units", UNIT)
    assert "已有同名的" in visitor.post("/administration/units/new", UNIT).text, "sent twice it is one"
    page = visitor.get(own).text
    change = {**UNIT, "location": "三层西区", "reason": "搬迁", "version": version_on(page)}
    assert visitor.post(own, change).status_code == 303
    stale = visitor.post(own, {**change, "location": "四层"})
    assert stale.status_code == 409
    assert "没有改动" in stale.text and "四层" in stale.text
    page = visitor.get(own).text
    for told in ("二层东区", "三层西区", "搬迁", "新进驻大厅", "管系统"):
        assert told in page, told
    window = add(visitor, "windows", {"code": "档01", "unit": own.rsplit("/", 1)[1], "reason": "新设窗口"})
    before = clerk.get("/register").text
    assert "云河市档案馆" in before
    warned = visitor.get(f"{own}/state").text
    assert "1 个窗口" in warned and "档01" in warned, "what hangs on it is named before"
    assert visitor.post(f"{own}/state", {"state": "closed", "version": version_on(warned)}).status_code == 422
    closing = {"state": "closed", "version": version_on(warned), "reason": "撤出大厅"}
    assert visitor.post(f"{own}/state", closing).status_code == 303
    assert visitor.post(f"{own}/state", closing).status_code == 409, "sent twice it is closed once"
    assert "云河市档案馆" not in clerk.get("/register").text
    assert "云河市档案馆" not in visitor.get("/administration/units").text
    assert "云河市档案馆" in visitor.get("/administration/units?state=closed").text
    assert "云河市档案馆" in visitor.get(window).text, "what names it goes on showing it"
    assert re.search(r"<strong>窗口</strong><span[^>]*>1 项", visitor.get("/administration").text)
    again = {"state": "open", "version": version_on(visitor.get(f"{own}/state").text), "reason": "重新进驻"}
    assert visitor.post(f"{own}/state", again).status_code == 303
    history = visitor.get(own).text.partition("修改记录")[2]
    places = [history.index(told) for told in ("重新进驻", "撤出大厅", "搬迁", "新进驻大厅")]
    assert all(earlier < later for earlier, later in pairwise(places)), "the last comes first"
    kept = [row for row in served_office.office.rows(TrailEvent) if row.kind == "organisation.place_changed"]
    assert {row.actor for row in kept} == {ADMINISTRATOR}


def test_who_sits_at_a_window_is_entered_and_ended_on_its_page(served_office: ServedOffice) -> None:
    visitor = served_office.visitor(ADMINISTRATOR)
    own = add(visitor, "windows", {"code": "测-9", "unit": "YH-ZW", "reason": "新设窗口"})
    seat = {"staff_id": "ying.xiaoyu", "weekday": "0", "valid_from": "2026-09-01", "reason": "轮岗"}
    refused = visitor.post(f"{own}/seats", {**seat, "valid_to": "2026-08-01", "staff_id": ""})
    assert refused.status_code == 422
    assert 'id="staff_id-error"' in refused.text and 'id="valid_to-error"' in refused.text
    assert visitor.post(f"{own}/seats", seat).status_code == 303
    page = visitor.get(own).text
    assert "周一" in page and "轮岗" in page
    entry = re.search(rf'action="({re.escape(own)}/seats/\d+)"', page)
    assert entry is not None
    assert visitor.post(entry[1], {"valid_to": "2026-08-01", "reason": "x"}).status_code == 422
    assert visitor.post(entry[1], {"valid_to": "2026-09-30", "reason": "调离"}).status_code == 303
    assert "2026-09-01 – 2026-09-30" in visitor.get(own).text


def test_what_an_administrator_changed_stays_when_the_document_is_loaded_again(
    served_office: ServedOffice,
) -> None:
    """A start never undoes it: an office that is there is opened and not made again, and even a second loading keeps it."""
    visitor = served_office.visitor(ADMINISTRATOR)
    page = visitor.get("/administration/units/CG").text
    values = {
        "name": "云河市城市管理局（驻厅）",
        "kind": "resident",
        "location": "一层北侧新区",
        "reason": "搬迁",
    }
    assert (
        visitor.post("/administration/units/CG", {**values, "version": version_on(page)}).status_code == 303
    )
    load_organisation(read_organisation(ORGANISATION), served_office.office.unit_of_work(), SYSTEM)
    assert "一层北侧新区" in visitor.get("/administration/units/CG").text
    rows = {row.code: row for row in served_office.office.rows(OrganisationUnit)}
    assert (rows["CG"].version, rows["XF"].version) == (2, 1)


def test_the_lists_are_searched_filtered_and_for_administrators_alone(served_office: ServedOffice) -> None:
    visitor = served_office.visitor(ADMINISTRATOR)
    found = visitor.get("/administration/items?words=食品&unit=SJ").text
    assert "食品经营许可" in found and "公司设立登记" not in found
    assert "没有符合条件的" in visitor.get("/administration/windows?words=没有这个").text
    assert "Nothing fits this filter." in visitor.get("/administration/windows?words=没有这个&lang=en").text
    for path in ("units", "windows/A01", "items/SJ-001/state", "units/new"):
        assert served_office.visitor("wen.rusheng").get(f"/administration/{path}").status_code == 403
    assert visitor.get("/administration/units/none").status_code == 404
