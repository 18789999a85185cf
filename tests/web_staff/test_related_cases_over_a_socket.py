"""Cases that may be about the same matter, on the page of the acceptance as the real web server sends it."""

from __future__ import annotations

import re
from itertools import count

import pytest
from playwright.sync_api import Browser, expect

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.case.task import Task
from services.filing.new_case import FiledComplaint
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task

CLERK = "wen.rusheng"
LAMP = "二楼自助机的灯坏了一个月，照不出来证件照，贴着维修中的条子，也没有人来修"
_addresses = count(1)
_numbers = count(3000)


def file(served: ServedOffice, content: str, **told: object) -> FiledComplaint:
    address = f"198.51.101.{next(_addresses)}"
    return served.office.file(address=address, content=content, **{"wanted": "", "name": "甲某某", **told})


def related(
    served: ServedOffice, case: FiledComplaint, *, is_taken: bool = False, language: str = "zh"
) -> str:
    """The block of the page, without its tags."""
    key = add_task(served.office, case.complaint_id, "decide-acceptance")
    if is_taken:
        with served.office.unit_of_work() as unit:
            unit.session.get_one(Task, key).claimed_by = CLERK
    page = served.visitor(CLERK).get(f"/tasks/{key}?lang={language}").text
    block = re.search(r'aria-labelledby="related-cases">(.*?)</section>', page, re.S)
    assert block
    return " ".join(re.sub(r"<[^>]+>", " ", block[1]).split())


@pytest.fixture
def phone() -> str:
    """Four digits of a number that nobody else left."""
    return str(next(_numbers))


def test_the_same_telephone_in_another_spelling_names_the_earlier_case(
    served_office: ServedOffice, phone: str
) -> None:
    """ST-26, ST-33: by the blind index of the number; of nothing else in the two files."""
    earlier = file(served_office, "车位被占", phone=f"199-0000-{phone}", respondent_window="A01")
    fresh = file(served_office, "复印要钱", phone=f"+86 1990000{phone}", respondent_window="D02")
    assert f"{earlier.number} · 2026" in related(served_office, fresh)
    assert "同一电话" in related(served_office, fresh)
    assert "the same telephone" in related(served_office, fresh, language="en")


def test_a_name_counts_with_the_unit_only(served_office: ServedOffice) -> None:
    """ST-33: a name is borne by many; about the same unit it is a reason to look."""
    earlier = file(
        served_office, "门口没有遮雨棚", name="司徒 同名", phone="199-0000-2001", respondent_window="B01"
    )
    same = file(served_office, "打印机缺纸", name="司徒同名", phone="199-0000-2002", respondent_window="B02")
    other = file(served_office, "座椅太少", name="司徒同名", phone="199-0000-2003", respondent_window="D01")
    told = related(served_office, same)
    assert earlier.number in told
    assert "同名且同一单位" in told
    assert earlier.number not in related(served_office, other)


def test_a_like_text_about_the_same_unit_names_the_earlier_case(served_office: ServedOffice) -> None:
    """ST-26: nobody is named in either; the words alone speak, and the share is told."""
    earlier = file(served_office, LAMP, is_anonymous=True)
    fresh = file(served_office, f"你们那里{LAMP}，怎么回事", is_anonymous=True)
    told = related(served_office, fresh)
    assert earlier.number in told
    assert "同一单位，相隔 0 天" in told
    shares = [int(share) for share in re.findall(r"文字相近 (\d+) %", told)]
    assert max(shares) > 50
    assert f"填入并入 {earlier.number}" in told


def test_a_case_that_the_reader_must_not_open_is_never_named(served_office: ServedOffice, phone: str) -> None:
    """ST-26: the clerk is complained about in it; the same number alone would tell him that it exists."""
    about_me = file(served_office, "他说不给办", phone=f"199-0000-{phone}")
    with served_office.office.unit_of_work() as unit:
        (row,) = unit.session.query(Respondent).filter_by(complaint_id=about_me.complaint_id)
        row.staff_id = CLERK
    fresh = file(served_office, "他说不给办", phone=f"199-0000-{phone}")
    assert about_me.number not in related(served_office, fresh)


def test_that_it_is_the_same_person_is_told_to_those_alone_who_may_know_him(
    served_office: ServedOffice, phone: str
) -> None:
    """DM-10: secrecy was asked for; who has not taken the task reads nothing of the person, who speaks to him does."""
    earlier = file(served_office, "大门的坡道太陡", phone=f"199-0000-{phone}", respondent_window="B01")
    told = {"phone": f"199-0000-{phone}", "keep_identity_secret": True, "respondent_window": "E01"}
    fresh = file(served_office, "取号机只认身份证", **told)
    assert earlier.number not in related(served_office, fresh)
    assert earlier.number in related(served_office, fresh, is_taken=True)


def test_a_closed_case_takes_nothing_and_says_what_a_repeat_is(
    served_office: ServedOffice, phone: str
) -> None:
    """ST-26: the same again after closing; a hint and no button."""
    earlier = file(served_office, "饮水机没有水", phone=f"199-0000-{phone}")
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, earlier.complaint_id).closed_at = unit.clock.now()
    told = related(served_office, file(served_office, "饮水机没有水", phone=f"199-0000-{phone}"))
    assert f"{earlier.number} · 2026" in told
    assert "已办结：没有新证据的重复投诉" in told
    assert f"填入并入 {earlier.number}" not in told


def test_nothing_like_it_says_what_to_do(served_office: ServedOffice) -> None:
    told = related(served_office, file(served_office, "zebra quokka", is_anonymous=True))
    assert "您可查看的投诉中没有与此相近的" in told


def test_a_button_fills_the_number_and_leaves_the_decision_to_the_person(
    served_office: ServedOffice, browser: Browser, phone: str
) -> None:
    """ST-33: by the keyboard; what was chosen before stays."""
    earlier = file(served_office, "等了一上午没人叫号", phone=f"199-0000-{phone}")
    wanted = "一、道歉；二、公开叫号规则"
    told = "等了一上午没人叫号。办事员态度生硬，不说原因"
    fresh = file(served_office, told, phone=f"199-0000-{phone}", wanted=wanted)
    key = add_task(served_office.office, fresh.complaint_id, "decide-acceptance")
    with served_office.page(browser, 1366, CLERK) as page:
        page.goto(f"/tasks/{key}")
        expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
        page.get_by_label("受理", exact=True).first.check()
        page.get_by_role("button", name=f"填入并入 {earlier.number}").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_label("受理", exact=True).first).to_be_checked()
        expect(page.get_by_label("并入在办的投诉").nth(1)).to_be_checked()
        expect(page.get_by_label("并入的投诉编号")).to_have_value(earlier.number)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    (complaint,) = served_office.office.rows(Complaint, id=fresh.complaint_id)
    assert complaint.merged_into is None
