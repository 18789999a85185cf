"""Pages for everybody have no fault against WCAG 2.2 A and AA, in both languages, on a phone and on a screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.pages import FIELDS, photo
from tests.web_a11y.look import LANGUAGES, Eyes, violations_of

PATHS = (
    "/",
    "/guide",
    "/guide/what-counts",
    "/channels",
    "/complaints/new",
    "/complaints/new/wish",
    "/complaints/new/you",
    "/statistics",
    "/open-data",
    "/about",
    "/annual-reports",
    "/comment",
    "/checklists",
    "/cases-explained",
    "/checklists/RS-001",
    "/progress",
    "/progress/recover",
    "/handover",
    "/sign-in",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_accessible(eyes: Eyes, language: str) -> None:
    with eyes.look(language) as look:
        for path in PATHS:
            look.open(path)
        look.open("/no-such-page", status=404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_filing_and_following_a_complaint_is_accessible(eyes: Eyes, language: str) -> None:
    with eyes.look(language) as look:
        page = look.page
        look.expected_status = 422
        page.goto(f"{look.address}/complaints/new")
        on = page.locator("main button[name=go][value=on]")
        on.click()
        expect(page.get_by_role("alert")).to_be_visible()
        look.check("refused first step")
        picture = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        page.locator("[name=attachments]").set_input_files([picture])
        page.locator("[data-file-list] img").wait_for()
        page.locator("[name=content]").fill(FIELDS["content"])
        look.check("first step with a file")
        on.click()
        page.locator("[name=wanted]").fill(FIELDS["wanted"])
        look.check("second step")
        on.click()
        page.locator("[name=name]").fill(FIELDS["name"])
        on.click()
        expect(page.get_by_role("alert")).to_be_visible()
        look.check("refused third step")
        page.locator("[name=phone]").fill(FIELDS["phone"])
        on.click()
        look.check("last look")
        page.locator("main form[data-once] button").click()
        number = page.locator("[data-receipt-number]").inner_text()
        code = page.locator("[data-receipt-code]").inner_text()
        look.check("receipt")
        page.goto(f"{look.address}/progress")
        page.locator("[name=number]").fill(number)
        page.locator("[name=query_code]").fill("00000-0000-0000")
        look.expected_status = 404
        page.locator("main form button.button").click()
        look.check("refused query")
        page.locator("[name=number]").fill(number)
        page.locator("[name=query_code]").fill(code)
        page.locator("main form button.button").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(number)
        look.check("progress")


def test_page_with_faults_is_found(eyes: Eyes) -> None:
    """The probe of the check itself."""
    with eyes.look("zh") as look:
        look.open("/sign-in")
        look.page.evaluate(
            """() => {
                document.documentElement.removeAttribute("lang");
                document.querySelector("label[for=login]").remove();
                document.querySelector("h1").style.color = "#ccc";
            }"""
        )
        found = {fault.split(" at ")[0] for fault in violations_of(look.page)}
    assert {"html-has-lang", "label", "color-contrast"} <= found
