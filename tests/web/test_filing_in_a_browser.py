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


def look_at(page: Page, picture: Path) -> None:
    """Keep how it looks; nothing may stick out at the side."""
    page.screenshot(path=picture, full_page=True)
    assert has_no_side_scroll(page)


def fill_what_and_wish(page: Page) -> None:
    page.get_by_label("发生了什么").fill(FIELDS["content"])
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("希望中心怎么做？").fill(FIELDS["wanted"])
    page.get_by_role("button", name="下一步").click()


def test_filing_with_a_photo_shows_number_and_code_and_leads_to_the_progress(
    page: Page, address: str, office: FullOffice, tmp_path: Path
) -> None:
    """UX-59, R14: three steps with upload, a last look, number and code, and the query of the progress."""
    (tmp_path / "现场照片.jpg").write_bytes(photo())
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("政务服务投诉")
    look_at(page, tmp_path / "home.png")
    page.get_by_role("link", name="我要投诉").first.click()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("请更正以下内容")
    page.get_by_role("link", name="发生了什么: 此项必填").click()
    expect(page.get_by_label("发生了什么")).to_be_focused()
    page.get_by_label("发生了什么").fill(FIELDS["content"])
    page.get_by_label("照片、录音、文件").set_input_files([tmp_path / "现场照片.jpg", tmp_path / "程序.exe"])
    expect(page.locator("[data-file-list]")).to_contain_text("现场照片.jpg")
    expect(page.get_by_role("status")).to_contain_text("程序.exe: ")
    look_at(page, tmp_path / "what.png")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("希望中心怎么做？").fill(FIELDS["wanted"])
    page.get_by_label("被投诉单位").select_option(label="云河市人力资源和社会保障局（驻厅）")
    page.get_by_label("窗口", exact=True).select_option("C03")
    look_at(page, tmp_path / "wish.png")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名", exact=True).fill(FIELDS["name"])
    page.get_by_label("电话").fill("010-8888")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("电话: 不像电话号码")
    page.get_by_label("电话").fill(FIELDS["phone"])
    look_at(page, tmp_path / "you.png")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text(FIELDS["content"])).to_be_visible()
    expect(page.get_by_text("现场照片.jpg")).to_be_visible()
    look_at(page, tmp_path / "check.png")
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("投诉已收到")
    number = page.locator("[data-receipt-number]").inner_text()
    code = page.locator("[data-receipt-code]").inner_text()
    look_at(page, tmp_path / "receipt.png")
    assert re.fullmatch(r"YH-2026-\d{6}", number)
    assert code not in page.url
    assert len(office.rows(Evidence)) == 1
    page.get_by_role("link", name="查询进度").last.click()
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{number} 办理进度")
    look_at(page, tmp_path / "progress.png")


def test_a_chosen_unit_leaves_its_own_windows_and_a_chosen_window_names_its_unit(
    page: Page, address: str
) -> None:
    """UX-22, UX-59: unit, window, item are chosen; what stands in no list is written, and kept over a reload."""
    page.goto(f"{address}/complaints/new/what")
    page.get_by_label("发生了什么").fill(FIELDS["content"])
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("窗口", exact=True).select_option("C03")
    expect(page.get_by_label("被投诉单位")).to_have_value("云河市人力资源和社会保障局（驻厅）")
    page.get_by_label("被投诉单位").select_option(label="云河市市场监督管理局（驻厅）")
    expect(page.get_by_label("窗口", exact=True)).to_have_value("")
    shown = page.locator("#respondent_window_chosen optgroup:not([hidden])").evaluate_all(
        "groups => groups.map(group => group.label)"
    )
    assert shown == ["云河市市场监督管理局（驻厅）"]
    page.get_by_label("或写下您记得的").fill("靠电梯的那个")
    page.get_by_role("button", name="下一步").click()
    page.goto(f"{address}/complaints/new/wish")
    expect(page.get_by_label("被投诉单位")).to_have_value("云河市市场监督管理局（驻厅）")
    expect(page.get_by_label("或写下您记得的")).to_have_value("靠电梯的那个")


def test_who_stays_anonymous_sees_no_fields_for_a_name(page: Page, address: str) -> None:
    """UX-22."""
    page.goto(f"{address}/complaints/new")
    fill_what_and_wish(page)
    expect(page.get_by_label("姓名", exact=True)).to_be_visible()
    page.get_by_label("匿名投诉").check()
    expect(page.get_by_label("姓名", exact=True)).to_be_hidden()
    expect(page.get_by_label("电话")).to_be_hidden()
    page.get_by_label("匿名投诉").uncheck()
    expect(page.get_by_label("姓名", exact=True)).to_be_visible()


def test_filing_works_without_script(
    browser: Browser, address: str, office: FullOffice, tmp_path: Path
) -> None:
    (tmp_path / "现场照片.jpg").write_bytes(photo())
    with watched_page(browser, 390, java_script_enabled=False) as page:
        page.goto(f"{address}/complaints/new")
        page.get_by_label("发生了什么").fill(FIELDS["content"])
        page.get_by_label("照片、录音、文件").set_input_files(tmp_path / "现场照片.jpg")
        page.get_by_role("button", name="上传所选文件").click()
        expect(page.get_by_text("现场照片.jpg")).to_be_visible()
        page.screenshot(path=tmp_path / "plain.png", full_page=True)
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("窗口", exact=True).select_option("C03")
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("匿名投诉").check()
        page.get_by_role("button", name="下一步").click()
        page.get_by_role("button", name="提交投诉").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("投诉已收到")
    assert len(office.rows(Evidence)) == 1


def test_the_keyboard_reaches_the_content_by_the_skip_link(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
