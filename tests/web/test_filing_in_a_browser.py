"""A citizen files with a photo in a real browser, on a wide and on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from models.case.evidence import Evidence
from tests.full_office import FullOffice
from tests.web.browser import watched_page
from tests.web.pages import FIELDS, photo

WIDTHS = [390, 1366]


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    # The address is asked for so that the page closes before its server: Chromium fetches the icon after the page.
    with watched_page(browser, request.param) as opened:
        yield opened


def has_no_side_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_filing_with_a_photo_shows_number_and_code_and_leads_to_the_progress(
    page: Page, address: str, office: FullOffice, tmp_path: Path
) -> None:
    (tmp_path / "现场照片.jpg").write_bytes(photo())
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("政务服务投诉")
    page.screenshot(path=tmp_path / "home.png", full_page=True)
    assert has_no_side_scroll(page)
    page.get_by_role("link", name="我要投诉").first.click()
    page.get_by_label("您的诉求").fill(FIELDS["wanted"])
    page.get_by_label("姓名", exact=True).fill(FIELDS["name"])
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_role("alert")).to_contain_text("请更正以下内容")
    page.screenshot(path=tmp_path / "errors.png", full_page=True)
    page.get_by_role("link", name="发生了什么: 此项必填").click()
    expect(page.get_by_label("发生了什么")).to_be_focused()
    expect(page.get_by_label("您的诉求")).to_have_value(FIELDS["wanted"])
    page.get_by_label("发生了什么").fill(FIELDS["content"])
    page.get_by_label("电话").fill(FIELDS["phone"])
    page.get_by_label("照片、录音、文件").set_input_files(tmp_path / "现场照片.jpg")
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("投诉已收到")
    number = page.locator("[data-receipt-number]").inner_text()
    code = page.locator("[data-receipt-code]").inner_text()
    page.screenshot(path=tmp_path / "receipt.png", full_page=True)
    assert has_no_side_scroll(page)
    assert re.fullmatch(r"YH-2026-\d{6}", number)
    assert code not in page.url
    assert len(office.rows(Evidence)) == 1
    page.get_by_role("link", name="查询进度").last.click()
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{number} 办理进度")
    page.screenshot(path=tmp_path / "progress.png", full_page=True)
    assert has_no_side_scroll(page)


def test_filing_works_without_script(browser: Browser, address: str) -> None:
    with watched_page(browser, 390, java_script_enabled=False) as page:
        page.goto(f"{address}/complaints/new")
        page.get_by_label("发生了什么").fill(FIELDS["content"])
        page.get_by_label("匿名投诉").check()
        page.get_by_role("button", name="提交投诉").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("投诉已收到")


def test_the_keyboard_reaches_the_content_by_the_skip_link(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
