"""A complaint takes few steps, asks for little, and is spoken to with respect, on pages that everybody can use."""

from __future__ import annotations

import re

from tests.web.pages import FIELDS
from tests.web_a11y.look import Eyes

MOST_CLICKS = 5
# How an office speaks that does not want to be asked.
HARSH = re.compile(r"严禁|不得|必须|否则|责令|警告|后果自负|无理取闹|刁民|违者|概不")
PUBLIC = (
    "/",
    "/guide",
    "/guide/what-counts",
    "/channels",
    "/complaints/new",
    "/complaints/new/wish",
    "/complaints/new/you",
)


def test_the_complainants_interest_comes_first(eyes: Eyes) -> None:
    """UX-59, R2: five clicks from the first page to number and code, one field that is mandatory, no harsh word, no barrier."""
    with eyes.look("zh") as look:
        page = look.page
        for path in PUBLIC:
            look.open(path)
            assert HARSH.findall(page.inner_text("body")) == [], path
        page.goto(f"{look.address}/")
        clicks = 0

        def click(selector: str) -> None:
            nonlocal clicks
            clicks += 1
            page.locator(selector).click()

        click(".doors a >> nth=0")
        assert page.locator("main :is([required], .required + * [required])").count() == 1
        page.locator("[name=content]").fill(FIELDS["content"])
        click("button[name=go][value=on]")
        click("button[name=go][value=on]")
        page.locator("[name=anonymous]").check()
        click("button[name=go][value=on]")
        click("main form[data-once] button")
        page.locator("[data-receipt-code]").wait_for()
        assert clicks <= MOST_CLICKS
        look.check("receipt")
