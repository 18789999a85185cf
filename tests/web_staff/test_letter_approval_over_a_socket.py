"""A letter that needs approval, from the administrator's choice to the register, through the real web server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models.case.letter import CaseLetter
from models.case.letter_approval import LetterApproval
from models.case.matter import Matter
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import accept
from tests.web.letter_words import letter_words

CLERK, READER, ADMINISTRATOR, OTHER_UNIT = "wen.rusheng", "hui.fangyi", "guan.xitong", "zong.heke"
APPROVER, OTHER_APPROVER = "heng.gongyun", "cai.youdu"
POLICY = "/administration/letter-texts/approvals"
DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: what needs approval holds for every case of it."""
    with serve_office(tmp_path_factory.mktemp("approvals"), sqlite_office_template) as served:
        yield served


def require(served: ServedOffice, approval: str = "needed") -> None:
    administrator = served.visitor(ADMINISTRATOR)
    shown = administrator.get(f"{POLICY}?kind=acceptance_notice").text
    replaces = re.search(r'name="replaces" value="(\d*)"', shown)
    assert replaces
    fields = {"kind": "acceptance_notice", "approval": approval, "replaces": replaces[1]}
    saved = administrator.post(POLICY, {**fields, "reason": "党组会定：受理告知书须经批准"})
    assert saved.headers["location"] == f"{POLICY}?changed=1"


def submit(clerk: SocketVisitor, at: str, version: int = 0, **fields: str) -> None:
    clerk.get(at)
    sent = clerk.post(at, {"version": str(version), "action": "submit", **fields})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{at}?done=submitted"), sent.text[:2000]


def digest_of(page: str) -> str:
    found = DIGEST.search(page)
    assert found, page[:2000]
    return found[1]


def waiting_case(served: ServedOffice, address: str) -> str:
    filed = served.office.file(address=address)
    accept(served.office, filed.complaint_id)
    return filed.complaint_id


def test_an_administrator_says_which_letters_need_approval_and_why(served: ServedOffice) -> None:
    administrator = served.visitor(ADMINISTRATOR)
    assert POLICY in administrator.get("/administration/letter-texts").text
    shown = administrator.get(f"{POLICY}?kind=refusal_notice").text
    assert shown.count("不须批准") > 25
    bare = administrator.post(POLICY, {"kind": "refusal_notice", "approval": "needed", "reason": " "})
    assert (bare.status_code, 'id="reason-error"' in bare.text) == (422, True)
    saved = administrator.post(POLICY, {"kind": "refusal_notice", "approval": "needed", "reason": "先看一遍"})
    assert saved.status_code == 303
    stale = administrator.post(POLICY, {"kind": "refusal_notice", "approval": "not_needed", "reason": "不必"})
    assert (stale.status_code, "其他人已修改" in stale.text) == (422, True)
    (row,) = served.office.rows(LetterApproval, kind="refusal_notice")
    assert (row.is_needed, row.reason, row.by) == (True, "先看一遍", ADMINISTRATOR)
    assert "先看一遍" in administrator.get(POLICY).text
    unknown = administrator.post(POLICY, {"kind": "none", "approval": "needed", "reason": "试"})
    assert unknown.status_code == 404
    assert served.visitor(CLERK).get(POLICY).status_code == 403


def test_a_letter_is_submitted_returned_approved_and_stands_with_who_approved_it(
    served: ServedOffice,
) -> None:
    """The approver sees it as it will stand; the writer is told what waits, since when, and why it came back."""
    case = waiting_case(served, "198.51.100.31")
    require(served)
    clerk, approver = served.visitor(CLERK), served.visitor(APPROVER)
    at = f"/cases/{case}/letters/acceptance_notice/round-1"
    shown = clerk.get(at).text
    assert ("送审" in shown, 'value="freeze"' in shown, 'value="submit"' in shown) == (True, False, True)
    tried = clerk.post(at, {"version": "0", "action": "freeze", "block-rights": "随时来电。𠮷"})
    assert (tried.status_code, "随时来电。𠮷" in tried.text, "请改为送审" in tried.text) == (422, True, True)
    submit(clerk, at, **{"block-rights": "随时来电。𠮷"})
    shown = clerk.get(f"{at}?done=submitted").text
    assert "正等待没有参与拟写的批准人批准" in shown
    listed = clerk.get(f"/cases/{case}/letters").text
    assert ("待批准，送审于" in listed, f"{at}/approval" in listed) == (True, False)
    assert "待批准的文书" in approver.get("/tasks").text
    for listed in ("/letters/waiting", f"/cases/{case}/letters"):
        assert f"{at}/approval" in approver.get(listed).text
    page = approver.get(f"{at}/approval").text
    assert f"{at}/pages/1?v={digest_of(page)[:12]}" in page
    assert approver.get(f"{at}/pages/1").content.startswith(b"\x89PNG")
    assert "随时来电。𠮷" in letter_words(approver.get(f"{at}/preview"))
    approver.get(f"{at}/approval")
    fields = {"action": "return", "digest": digest_of(page)}
    bare = approver.post(f"{at}/approval", fields)
    assert (bare.status_code, 'id="reason-error"' in bare.text) == (422, True)
    neither = approver.post(f"{at}/approval", {"digest": fields["digest"], "reason": "未选"})
    assert (neither.status_code, "未选" in neither.text) == (422, True)
    back = approver.post(f"{at}/approval", {**fields, "reason": "请写明<b>联系电话</b>"})
    assert back.headers["location"] == "/letters/waiting?done=returned"
    assert approver.post(f"{at}/approval", {**fields, "reason": "再退一次"}).status_code == 409
    assert "请写明&lt;b&gt;联系电话&lt;/b&gt;" in clerk.get(at).text
    (row,) = served.office.rows(CaseLetter, complaint_id=case)
    submit(clerk, at, row.version)
    digest = digest_of(approver.get(f"{at}/approval").text)
    with served.office.unit_of_work() as unit:
        unit.session.query(Matter).filter_by(complaint_id=case, no=1).one().text = "另一种说法𠮷"
    late = approver.post(f"{at}/approval", {"action": "approve", "digest": digest, "reason": "留着"})
    assert (late.status_code, "有变化" in late.text, "留着" in late.text) == (422, True, True)
    approved = approver.post(f"{at}/approval", {"action": "approve", "digest": digest_of(late.text)})
    assert approved.headers["location"] == "/letters/waiting?done=approved"
    (row,) = served.office.rows(CaseLetter, complaint_id=case)
    assert (row.frozen_by, row.approved_by, row.submitted_by) == (APPROVER, APPROVER, CLERK)
    assert "另一种说法𠮷" in letter_words(clerk.get(f"/letters/{row.id}"))
    for path in (f"/cases/{case}/letters", "/letters"):
        listed = clerk.get(path).text
        assert [part for part in (row.number, "经批准，送审人", "衡公允") if part not in listed] == []
    told = clerk.get(f"/cases/{case}/history").text
    assert [event for event in ("文书送审", "文书退回修改", "文书定稿编号") if event not in told] == []
    assert approver.get(f"{at}/approval").status_code == 409


def test_who_may_not_approve_it_is_told_so_or_knows_nothing_of_it(served: ServedOffice) -> None:
    case = waiting_case(served, "198.51.100.32")
    require(served)
    clerk = served.visitor(CLERK)
    at = f"/cases/{case}/letters/acceptance_notice/round-1"
    assert served.visitor(APPROVER).get(f"{at}/approval").status_code == 409
    submit(clerk, at)
    for login, status in ((CLERK, 403), (READER, 403), (OTHER_UNIT, 404), (ADMINISTRATOR, 403)):
        visitor = served.visitor(login)
        assert visitor.get(f"{at}/approval").status_code == status, login
        assert case not in visitor.get("/letters/waiting").text, login
        sent = visitor.post(f"{at}/approval", {"action": "approve", "digest": "0" * 64})
        assert sent.status_code == status, login
    assert served.visitor(READER).get(f"{at}/preview").status_code == 403
    worded = clerk.post(at, {"version": "1", "action": "word", "block-rights": "来电。"})
    assert worded.headers["location"] == f"{at}?done=taken_back"
    assert "送审已撤回" in clerk.get(worded.headers["location"]).text
    assert case not in served.visitor(APPROVER).get("/letters/waiting").text
    assert clerk.get(f"{at[:-1]}9/approval").status_code == 409


def test_it_is_approved_by_keyboard_on_a_narrow_page(served: ServedOffice, browser: Browser) -> None:
    case = waiting_case(served, "198.51.100.33")
    require(served)
    submit(served.visitor(CLERK), f"/cases/{case}/letters/acceptance_notice/round-1")
    with served.page(browser, 390, login=OTHER_APPROVER) as page:
        page.goto("/letters/waiting")
        page.locator(f"a[href*='{case}'][href$=approval]").press("Enter")
        page.locator(".letter-page img").first.wait_for()
        page.get_by_role("button", name="批准并定稿").press("Enter")
        page.get_by_text("文书已批准，已定稿、编号").wait_for()
    (row,) = served.office.rows(CaseLetter, complaint_id=case)
    assert row.approved_by == OTHER_APPROVER
