"""The five minutes of both READMEs are walked as they are told, and what they name stands there."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from deploy.demo_mover import DemoMover
from tests.gallery.five_minutes import BECOME, BOARD, STEPS, walk
from tests.office_process import OfficeProcess
from tests.web.browser import watched_page

ROOT = Path(__file__).parents[2]
LARGEST = 150_000  # bytes
WIDTH = 1366


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_each_step_of_the_five_minutes_is_told_with_its_page_its_button_and_a_small_picture(
    name: str,
) -> None:
    """UX-37: nothing said what to do next."""
    text = (ROOT / name).read_text("utf-8")
    for step in STEPS:
        place = text.index(f"docs/images/{step.picture}")
        told = text[:place].rpartition("\n1. " if step.no == 1 else f"\n{step.no}. ")[2]
        assert f"`{step.path.rstrip('/')}" in told, step
        assert step.button in told, step
        assert (ROOT / "docs" / "images" / step.picture).stat().st_size <= LARGEST, step


@pytest.mark.timeout(300)
@pytest.mark.check(sister="tests/demo/test_moves_by_page.py")
def test_the_five_minutes_are_walked(browser: Browser, office: OfficeProcess) -> None:
    """UX-37, UX-62: file, become the clerk, decide, move the clock, see it on the board; nobody types a password."""
    mover = DemoMover(lambda: office.clock, lambda: False)

    def move() -> None:
        office.settle()
        mover.step()

    with watched_page(browser, WIDTH) as page:
        for step in walk(page, office.address, move):
            path = urlsplit(page.url).path
            assert path.startswith(step.path), step
            if step in (BECOME, BOARD):
                expect(page.get_by_role("button", name=step.button)).to_be_visible()
            office.settle()
        expect(page.locator("main")).to_contain_text("时限")
