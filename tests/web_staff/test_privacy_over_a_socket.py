"""What people are told of the use of their data: worded by one, approved by another, told and kept, through the real server."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.complaint import Complaint
from models.case.told_notice import ToldNotice
from models.ground.privacy_codes import NoticePart, NoticeWay
from models.ledger.trail_event import TrailEvent
from models.office.privacy_notice import PrivacyNotice
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, SocketVisitor, serve_office

ONE, OTHER, DIRECTOR, SUPERVISOR, CLERK = (
    "guan.xitong", "xian.lutong", "zong.lanyun", "jian.rujing", "wen.rusheng",
)  # fmt: skip
PLACE, PUBLIC = "/privacy/notices", "/privacy-notice"
FIRST = "2026-07"
PURPOSE = "用于办理投诉，并用于改进窗口服务的抽样回访。"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, since the text that is told holds for every case of it."""
    with serve_office(tmp_path_factory.mktemp("privacy"), sqlite_office_template) as served:
        yield served


def fields_of(visitor: SocketVisitor, **changes: str) -> dict[str, str]:
    """The form as it is filled with the text in force."""
    page = visitor.get(f"{PLACE}/new").text
    found = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?([^<]*)</textarea>', page)
    filled = {name: html.unescape(text) for name, text in found}
    replaces = re.search(r'name="replaces" value="([^"]*)"', page)
    assert replaces and set(filled) == {*NoticePart, "reason"}
    return {**filled, "replaces": replaces[1], "reason": "增加抽样回访", **changes}


def waiting_of(visitor: SocketVisitor) -> str:
    found = re.search(rf'href="({PLACE}/[0-9a-f]{{32}})">对照并核准', visitor.get(PLACE).text)
    assert found
    return found[1]


def register(visitor: SocketVisitor, channel: str, content: str, **more: str) -> str:
    """The number under which a clerk registered it."""
    page = visitor.get("/register").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    received = re.search(r'id="received_at"[^>]*value="([^"]+)"', page)
    assert received
    fields = {**hidden, "channel": channel, "received_at": received[1], "content": content, **more}
    answer = visitor.post("/register", fields)
    assert answer.status_code == 200, answer.text
    code = re.search(r'name="query_code" value="([^"]+)"', answer.text)
    number = re.search(r'name="number" value="([^"]+)"', answer.text)
    assert code and number
    visitor.post("/progress/receipt", {"number": number[1], "query_code": code[1]})
    return number[1]


def told(served: ServedOffice, number: str) -> list[tuple[str, NoticeWay]]:
    (complaint,) = served.office.rows(Complaint, number=number)
    return [(row.version, row.way) for row in served.office.rows(ToldNotice, complaint_id=complaint.id)]


def test_each_filing_keeps_which_version_was_told_and_how(served: ServedOffice) -> None:
    """Shown on the form with its version, read out by a clerk, or told by the receipt; never what nobody was told."""
    citizen, clerk = served.visitor(), served.visitor(CLERK)
    citizen.post("/complaints/new/what", {"content": "3号窗口上午10点无人值守"})
    page = citizen.get("/complaints/new/you").text
    assert "个人信息处理告知" in page and f"{FIRST} 版" in page and "仅用于登记、受理" in page
    you = {"anonymous": "true", "standing": "own", "privacy_notice_version": FIRST}
    citizen.post("/complaints/new/you", you)
    check = citizen.get("/complaints/new/check").text
    assert "<details><summary>个人信息处理告知" in check and "仅用于登记、受理" in check, "as he read it"
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', check))
    assert fields["privacy_notice_version"] == FIRST
    receipt = citizen.post("/complaints/new", fields).text
    number = re.search(r"YH-2026-\d{6}", receipt)
    assert number and told(served, number[0]) == [(FIRST, NoticeWay.ON_FORM)]
    forged = {**fields, "privacy_notice_version": "1999-01", "submission_id": "f" * 32}
    forged.pop("from_draft", None)
    number = re.search(r"YH-2026-\d{6}", citizen.post("/complaints/new", forged).text)
    assert number and told(served, number[0]) == [], "a version that never was"
    read_out = register(clerk, "phone", "来电反映排队叫号混乱", notice_way="read_out", name="赵来电")
    assert told(served, read_out) == [(FIRST, NoticeWay.READ_OUT)]
    by_receipt = register(clerk, "phone", "来电反映资料多次退回", name="钱来电")
    assert told(served, by_receipt) == [(FIRST, NoticeWay.WITH_RECEIPT)], "the receipt told it"
    (complaint,) = served.office.rows(Complaint, number=by_receipt)
    events = [row.kind for row in served.office.rows(TrailEvent, complaint_id=complaint.id)]
    assert events.count("privacy-notice.told") == 1
    file = clerk.get(f"/cases/{complaint.id}/complainant").text
    assert "随登记回执告知" in file


def test_a_version_is_worded_by_one_and_approved_by_another(served: ServedOffice) -> None:
    """Every part is wanted; nobody approves his own; the change of purpose is told to everybody; old versions stay."""
    one, other, director = (served.visitor(login) for login in (ONE, OTHER, DIRECTOR))
    fields = fields_of(one)
    same = one.post(f"{PLACE}/new", fields)
    assert same.status_code == 422 and "与最新版本相同" in same.text
    bare = one.post(f"{PLACE}/new", {**fields, "retention": " ", "purpose": PURPOSE})
    assert bare.status_code == 422 and 'id="retention-error"' in bare.text and PURPOSE in bare.text
    assert one.post(f"{PLACE}/new", {**fields, "purpose": PURPOSE}).headers["location"].endswith("proposed")
    again = one.post(f"{PLACE}/new", {**fields, "purpose": PURPOSE})
    assert again.status_code == 409 and "已有待核准的版本" in again.text
    place = waiting_of(one)
    citizen = served.visitor()
    citizen.post("/complaints/new/what", {"content": "填写期间告知改版"})
    page = citizen.get("/complaints/new/you").text
    shown_first = re.search(r'name="privacy_notice_version" value="([^"]+)"', page)
    assert shown_first and shown_first[1] == FIRST
    you = {"anonymous": "true", "standing": "own", "privacy_notice_version": shown_first[1]}
    citizen.post("/complaints/new/you", you)
    assert one.post(place, {"decision": "approve"}).status_code == 409, "his own"
    assert other.post(place, {"decision": "withdraw"}).status_code == 409, "another's"
    assert PURPOSE not in served.visitor().get(PUBLIC).text, "nobody has approved it"
    shown = director.get(place).text
    assert PURPOSE in shown and "仅用于登记、受理" in shown and 'id="purpose-changed"' in shown
    assert director.post(place, {"decision": "refuse"}).status_code == 422
    assert director.post(place, {"decision": "approve"}).headers["location"].endswith("approved")
    assert director.post(place, {"decision": "approve"}).status_code == 409, "sent twice"
    check = citizen.get("/complaints/new/check").text
    assert "<details open><summary>个人信息处理告知" in check and PURPOSE in check, "told is what is shown"
    (_, version) = sorted(row.version or "" for row in served.office.rows(PrivacyNotice))
    assert f'name="privacy_notice_version" value="{version}"' in check
    public = served.visitor().get(PUBLIC).text
    assert PURPOSE in public and "变更了处理目的" in public and "仅用于登记、受理" in public
    before = served.visitor().get(f"{PUBLIC}/{FIRST}").text
    assert "这是以前的版本" in before and PURPOSE not in before
    assert served.visitor().get(f"{PUBLIC}/1999-01").status_code == 404
    rows = sorted(served.office.rows(PrivacyNotice), key=lambda row: row.at)
    assert [row.ended_at is None for row in rows] == [False, True]
    assert rows[0].ended_at == rows[1].in_force_from and (rows[1].by, rows[1].decided_by) == (ONE, DIRECTOR)
    stale = one.post(f"{PLACE}/new", {**fields, "purpose": "别的目的"})
    assert stale.status_code == 422 and "其他人已修改" in stale.text


def test_who_may(served: ServedOffice) -> None:
    supervisor, director, clerk = (served.visitor(login) for login in (SUPERVISOR, DIRECTOR, CLERK))
    assert supervisor.get("/privacy").status_code == 200
    assert [visitor.get(PLACE).status_code for visitor in (supervisor, director, clerk)] == [403, 200, 403]
    assert director.get(f"{PLACE}/new").status_code == 403
    assert clerk.get("/privacy").status_code == 403
