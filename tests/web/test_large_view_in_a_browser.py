"""The pages for older people (适老版), and the citizen's own pages without JavaScript, in a real browser on the real server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served_office import ServedOffice
from tests.unit.side_requests.side_case import SideCase
from tests.web.browser import watched_page
from tests.web.own_part import PHONE
from tests.web.told_scenes import SCENES, fresh_case
from tests.web_a11y.look import require_axe, violations_of

PATHS = ("/", "/complaints/new", "/progress", "/progress/recover", "/handover", "/sign-in")
WIDTHS = (390, 1366)
LETTER = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
IS_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
SMALLEST = 44  # px


def open_progress(page: Page, case: SideCase) -> None:
    page.goto("/progress")
    page.locator("[name=number]").fill(case.number)
    page.locator("[name=query_code]").fill(case.query_code)
    page.locator("main form button.button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.number)


def is_sound(page: Page) -> None:
    """Letters of 22 to 24 px in one column, nothing to press that is small, no fault against WCAG 2.2 A and AA."""
    assert 22 <= page.evaluate(LETTER) <= 24
    assert not page.evaluate(IS_WIDE), page.url
    assert violations_of(page) == []
    for button in page.locator("main :is(.button, summary):visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST, button.inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_public_page_has_its_large_version(
    served_office: ServedOffice, browser: Browser, width: int
) -> None:
    """UX-24 UX-58: chosen once it stays; both languages."""
    require_axe()
    with served_office.page(browser, width) as page:
        page.goto("/?view=large")
        for language in ("zh", "en"):
            for path in PATHS:
                page.goto(f"{path}?lang={language}")
                is_sound(page)
        page.goto("/?view=normal")
        assert page.evaluate(LETTER) == 16


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scene", [fresh_case, *SCENES[:2]])
def test_the_progress_in_large_letters_with_everything_opened(
    served_office: ServedOffice, browser: Browser, scene: object, width: int
) -> None:
    """UX-58: progress, own part and slip."""
    require_axe()
    assert callable(scene)
    case = scene(served_office)
    with served_office.page(browser, width) as page:
        page.goto("/?view=large")
        open_progress(page, case)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        is_sound(page)
        page.locator("#own-mark").fill(PHONE)
        page.locator("#own form button").click()
        expect(page.locator("#looks")).to_be_visible()
        is_sound(page)
        page.get_by_role("button", name="打印这份告知单").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("办理情况和权利告知单")
        is_sound(page)
        page.emulate_media(media="print")
        assert page.evaluate(LETTER) == 16


def test_the_switch_changes_the_page_in_its_place_so_that_nothing_typed_is_lost(
    served_office: ServedOffice, browser: Browser
) -> None:
    """On the answer to a form, which cannot be loaded again, and back."""
    with served_office.page(browser, 1366) as page:
        open_progress(page, fresh_case(served_office))
        page.locator("#own-mark").fill("19900")
        switch = page.locator("[data-view-switch]")
        switch.click()
        expect(page.locator("html")).to_have_class("view-large")
        expect(switch).to_have_text("常规版")
        expect(page.locator("#own-mark")).to_have_value("19900")
        page.goto("/progress")
        assert page.evaluate(LETTER) == 24
        page.locator("[data-view-switch]").click()
        expect(page.locator("html")).to_have_class("")


def test_staff_at_work_keep_their_pages(served_office: ServedOffice, browser: Browser) -> None:
    """Also at a machine where a visitor chose large letters."""
    with served_office.page(browser, 1366, "wen.rusheng") as page:
        page.context.add_cookies([{"name": "jb_view", "value": "large", "url": served_office.address}])
        page.goto("/tasks")
        assert page.evaluate(LETTER) == 16


def test_a_citizen_follows_his_case_without_javascript_at_every_step(
    served_office: ServedOffice, browser: Browser
) -> None:
    """UX-43: status, dates, decisions, own part, paper, something added and large letters, by links and forms alone."""
    case = fresh_case(served_office)
    options = {"base_url": served_office.address, "java_script_enabled": False}
    with watched_page(browser, 390, **options) as page:
        page.goto("/")
        page.get_by_role("link", name="大字版（适老）").click()
        expect(page.locator("html")).to_have_class("view-large")
        open_progress(page, case)
        expect(page.locator("#way")).to_contain_text("调查核实")
        expect(page.locator("#matters")).to_contain_text("受理")
        page.locator("#own-mark").fill("简一趟")
        page.locator("#own form button").click()
        expect(page.locator("#looks")).to_be_visible()
        page.get_by_role("button", name="打印这份告知单").click()
        page.get_by_role("button", name="返回办理进度").click()
        page.locator("#act-supplement summary").click()
        page.locator("#supplement-text").fill("又想起来一件事")
        page.locator("#act-supplement button.button").click()
        expect(page.get_by_role("status").first).to_contain_text("已收入案卷")
        expect(page.locator("#supplements")).to_contain_text("又想起来一件事")
        assert "?" not in page.url
