"""A complainant's side of the stages in a real browser: material with a file, a withdrawal, a rating; by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from models.beside.supplement import Supplement
from models.beside.withdrawal import Withdrawal
from models.case.evidence import Evidence
from models.case.survey import Survey
from services.filing.new_case import FiledComplaint
from tests.full_office import FullOffice
from tests.unit.services.projected_task import walk_to
from tests.unit.services.requests_office import ask_for_material
from tests.web.browser import watched_page
from tests.web.pages import photo
from tests.web_a11y.look import require_axe, violations_of

PHONE, SCREEN = 390, 1366
# Notes whether a submission was stopped by the page, and lets none of them go.
HOLD_SUBMITS = """() => {
    window.wasStopped = [];
    window.hold = event => { window.wasStopped.push(event.defaultPrevented); event.preventDefault(); };
    document.addEventListener("submit", window.hold);
}"""
COME_BACK = """() => {
    document.removeEventListener("submit", window.hold);
    window.dispatchEvent(new Event("pageshow"));
}"""
RECEIPT = FilePayload(name="收据.jpg", mimeType="image/jpeg", buffer=photo())


@pytest.fixture
def filed(office: FullOffice) -> FiledComplaint:
    """A complaint in intake."""
    return office.file()


@contextmanager
def progress_of(browser: Browser, address: str, filed: FiledComplaint, width: int) -> Iterator[Page]:
    """The progress page, opened with number and code and nothing but keys."""
    require_axe()
    with watched_page(browser, width) as page:
        page.goto(f"{address}/progress")
        page.get_by_label("编号").focus()
        page.keyboard.type(filed.number)
        page.keyboard.press("Tab")
        page.keyboard.type(filed.query_code)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(filed.number)
        is_sound(page)
        yield page
        is_sound(page)


def is_sound(page: Page) -> None:
    """No fault against WCAG 2.2 A and AA, nothing wider than the screen, no code in the address."""
    assert violations_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "?" not in page.url


def test_material_with_a_file_is_sent_from_the_form_that_opens_by_itself(
    browser: Browser, address: str, office: FullOffice, filed: FiledComplaint
) -> None:
    """R49: nothing has to be looked for when something is asked for."""
    ask_for_material(office, filed.complaint_id)
    with progress_of(browser, address, filed, PHONE) as page:
        expect(page.get_by_role("heading", name="请您补充材料")).to_be_visible()
        page.get_by_label("补充内容").fill("收据如下")
        page.get_by_label("附件").set_input_files(RECEIPT)
        page.get_by_role("button", name="提交", exact=True).click()
        expect(page.get_by_role("status")).to_be_visible()
        expect(page.get_by_role("heading", name="请您补充材料")).to_have_count(0)
    assert len(office.rows(Supplement)) == 1
    assert len(office.rows(Evidence, complaint_id=filed.complaint_id)) == 1


def test_a_withdrawal_is_asked_for_by_keyboard_and_once_though_the_key_is_pressed_twice(
    browser: Browser, address: str, office: FullOffice, filed: FiledComplaint
) -> None:
    with progress_of(browser, address, filed, SCREEN) as page:
        page.get_by_text("填写撤回申请").focus()
        page.keyboard.press("Enter")
        is_sound(page)
        page.keyboard.press("Tab")
        expect(page.get_by_label("撤回理由")).to_be_focused()
        page.keyboard.type("已经解决")
        page.keyboard.press("Tab")
        page.evaluate(HOLD_SUBMITS)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert page.evaluate("window.wasStopped") == [False, True]
        page.evaluate(COME_BACK)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("核实")
        expect(page.get_by_text("撤回投诉", exact=True)).to_have_count(0)
    assert [row.reason for row in office.rows(Withdrawal)] == ["已经解决"]


def test_the_answer_is_rated_with_the_arrow_keys(
    browser: Browser, address: str, office: FullOffice, filed: FiledComplaint
) -> None:
    """R64."""
    walk_to(office, filed.complaint_id, "record-return-visit")
    with progress_of(browser, address, filed, PHONE) as page:
        page.get_by_text("填写评价").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.locator("#is_solved-yes")).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.locator("#rating-4")).to_be_checked()
        is_sound(page)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_visible()
    assert [(row.is_solved, row.rating) for row in office.rows(Survey)] == [(True, 4)]
