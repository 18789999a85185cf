"""The frame of a staff page on a telephone: nothing of it stands empty, nothing touches its edge."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.served_office import ServedOffice

# Of an empty list: the page is shorter than the screen.
SHORT_PAGE = "/title-questions"
HEIGHT = 901  # pixels of the window, and one for what was rounded


def test_a_short_page_begins_below_its_menu_and_its_footer_keeps_off_the_line(
    served_office: ServedOffice, browser: Browser
) -> None:
    with served_office.page(browser, 390, "wen.rusheng") as page:
        page.goto(SHORT_PAGE)
        menu = page.locator(".navigation > summary").bounding_box()
        main = page.locator("main").bounding_box()
        footer = page.locator(".page-footer").bounding_box()
        words = page.locator(".page-footer .inner > :first-child").bounding_box()
    assert menu and main and footer and words
    assert footer["y"] + footer["height"] <= HEIGHT
    assert main["y"] - (menu["y"] + menu["height"]) <= 2
    assert words["y"] - footer["y"] >= 8
