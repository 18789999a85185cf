"""The pictures of the office in both READMEs beside the five minutes: a list of tasks, a case, an instance on its diagram.

`python -m tests.gallery.office_pictures [FOLDER]`
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.acceptance.earlier_office import served_once
from tests.gallery.five_minutes import CLERK, COLOURS, HEIGHT, IMAGES, OFFICE, SUPERVISOR, WIDTH, become
from tests.web.browser import chromium


def take(folder: Path) -> None:
    """Each as who works with it sees it."""
    with (
        tempfile.TemporaryDirectory(prefix="office-pictures-") as data,
        chromium() as browser,
        served_once(OFFICE, Path(data) / "office") as office,
    ):
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
        page = context.new_page()
        page.goto(office.address)
        become(page, CLERK)
        _picture(page, folder / "tasks.png")
        become(page, SUPERVISOR)
        page.goto(f"{office.address}/cases?stage=investigation")
        page.locator("main table a.number").first.click()
        expect(page.locator("#waiting")).to_be_visible()
        _picture(page, folder / "case.png")
        page.goto(f"{office.address}/monitor/instances")
        page.locator("main table a[href^='/monitor/instances/']").first.click()
        expect(page.locator("[data-monitor]")).to_have_attribute("data-ready", "true")
        _picture(page, folder / "monitor.png")
        context.close()


def _picture(page: Page, path: Path) -> None:
    drawn = Image.open(io.BytesIO(page.screenshot()))
    drawn.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
