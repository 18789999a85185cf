"""What the side complained about reads and answers, as the real web server sends it: the facts it may know, nobody's name."""

from __future__ import annotations

from itertools import count

import pytest
from playwright.sync_api import Browser, expect

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.clock.legal_time import to_beijing
from tests.served_office import ServedOffice
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.case_file import read_file
from tests.web_staff.cases import CANARIES
from tests.web_staff.test_act_pages import form_of

REPRESENTATIVE = "ren.shebao"
QUESTIONS = "请说明9月3日下午C03窗口的收件情况"
MATTERS = f"窗口不按办事指南收件。办事员对{CANARIES['name']}（{CANARIES['phone']}）态度生硬，不说多要一份证明的道理。"
WORDED = ("窗口收件与公布的办事指南不一致", "窗口多要一份证明，未说明依据")
OCCURRED = "9月3日下午"
PERSONAL = {name: value for name, value in CANARIES.items() if name != "file"}
_addresses = count(1)


def asked_case(served: ServedOffice, level: int) -> SideCase:
    """A case whose unit is asked for its statement, with facts of this disclosure level."""
    case = side_case(served.office, address=f"reply-{next(_addresses)}", content=MATTERS, **PERSONAL)
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case.complaint_id).disclosure_level = level
    worded = [{"wording": words, "occurred": OCCURRED} for words in WORDED]
    act(served.office, case.complaint_id, "word-matters", "xun.wenshi", matters=worded)
    act(served.office, case.complaint_id, "ask-respondent", "xun.wenshi", unit="RS", questions=QUESTIONS)
    return case


@pytest.mark.parametrize(("level", "shows_time"), [(0, False), (1, True)])
def test_a_unit_reads_what_it_is_asked_and_the_facts_of_the_level_and_never_who_complained(
    served_office: ServedOffice, level: int, shows_time: bool
) -> None:
    """HS-6, DM-2, R109: a page that showed nothing would keep every secret; this one says the facts and none of the names."""
    case = asked_case(served_office, level)
    unit_rep = served_office.visitor(REPRESENTATIVE)
    address = f"/cases/{case.complaint_id}/acts/reply-as-respondent"
    listed = unit_rep.get("/unit-cases")
    assert f'href="{address}"' in listed.text
    page = unit_rep.get(address)
    data = form_of(page.text)["data"]
    assert data["questions"] == QUESTIONS
    assert all(words in data["facts"] for words in WORDED)
    assert (OCCURRED in data["facts"]) is shows_time
    assert "不按办事指南收件" not in data["facts"], "his own words stay"
    answers = {
        "respondent_request_id": data["open_respondent_requests"][0]["value"],
        "reply_text": "窗口误用旧清单，已当日改正",
    }
    headers = {"X-CSRF-Token": unit_rep.token, "Accept": "application/json"}
    taken = unit_rep.client.post(address, json={"answers": answers}, headers=headers)
    assert (taken.status_code, taken.json()["location"]) == (200, "/unit-cases?taken=reply-as-respondent")
    done = unit_rep.get(taken.json()["location"])
    assert 'role="status"' in done.text
    assert case.one(RespondentRequest).reply_text == "窗口误用旧清单，已当日改正"
    in_file = read_file(served_office.visitor("xun.wenshi"), case.complaint_id).text
    assert in_file.count(WORDED[0]) > 1, "the file shows what left beside the matter"
    assert "送出的内容" in in_file
    for shown in (listed, page, done):
        assert [value for value in CANARIES.values() if value in shown.text] == []


def test_the_list_of_a_unit_says_what_it_is_about_what_is_asked_and_until_when(
    served_office: ServedOffice,
) -> None:
    """UX-31, UX-54: the neutral words that left for the unit and the day; of another unit, and before anything left, nothing."""
    case = asked_case(served_office, 0)
    page = served_office.visitor(REPRESENTATIVE).get("/unit-cases").text
    row = next(part for part in page.split("<tr>") if case.number in part)
    due = to_beijing(case.one(RespondentRequest).window_ends_at)
    assert all(words in row for words in (*WORDED, "待提交情况说明", f"{due:%Y-%m-%d %H:%M}"))
    assert "不按办事指南收件" not in row
    assert [value for value in CANARIES.values() if value in page] == []
    assert case.number not in served_office.visitor("zhang.zhaoquan").get("/unit-cases").text


@pytest.mark.parametrize(
    ("login", "begins_at"),
    [
        ("ying.xiaoyu", "/concerning-me"),
        (REPRESENTATIVE, "/tasks"),
        ("wen.rusheng", "/tasks"),
        ("jian.rujing", "/board"),
    ],
)
def test_whoever_signs_in_begins_where_his_work_is(
    served_office: ServedOffice, login: str, begins_at: str
) -> None:
    """UX-15: who works at a window begins with what is asked of him and his rights, not on the page of citizens."""
    home = served_office.visitor(login).get("/concerning-me")
    assert f'class="product" href="{begins_at}"' in home.text
    assert ("被询问的事项" in home.text or "涉及我的" in home.text) and home.status_code == 200


@pytest.mark.parametrize("width", [390, 1366])
def test_the_list_of_a_unit_is_read_at_both_widths(
    served_office: ServedOffice, browser: Browser, width: int
) -> None:
    """UX-31: nothing runs out of a small screen."""
    asked_case(served_office, 0)
    with served_office.page(browser, width, REPRESENTATIVE) as page:
        page.goto("/unit-cases")
        expect(page.get_by_text("待提交情况说明").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_unit_finds_neither_the_file_of_its_case_nor_what_another_unit_was_asked(
    served_office: ServedOffice,
) -> None:
    """R109: as if there were none."""
    case = asked_case(served_office, 1)
    assert served_office.visitor(REPRESENTATIVE).get(f"/cases/{case.complaint_id}").status_code == 404
    other = served_office.visitor("zhang.zhaoquan")
    assert other.get(f"/cases/{case.complaint_id}/acts/reply-as-respondent").status_code == 404
