"""`make shots`: opens an office with a case at everything, and takes a picture of every page in both widths.

`python -m tests.gallery [FOLDER]`; what a citizen reads with a code is opened with one. Nothing is compared: people look.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from deploy.office import ACCOUNTS_FILE
from tests.acceptance.earlier_office import served_once
from tests.gallery.citizen import SCENES
from tests.gallery.pages import GalleryPage, list_pages
from tests.office_process import OfficeProcess
from tests.pages_walk.walk import CITIZEN
from tests.pages_walk.walked_office import _cases, _people
from tests.web.browser import chromium
from tests.web_a11y.look import _DRAWN, _READY

OFFICE = "outlives-everything"
WIDTHS = {1366: 900, 390: 844}


def take(folder: Path) -> int:
    """The number of pictures taken into the folder."""
    with (
        tempfile.TemporaryDirectory(prefix="gallery-") as data,
        chromium() as browser,
        served_once(OFFICE, Path(data) / "office") as office,
    ):
        pages = list(list_pages(office))
        taken = 0
        for width in WIDTHS:
            into = folder / str(width)
            into.mkdir(parents=True, exist_ok=True)
            taken += _take_pages(browser, office, pages, into) + _take_scenes(browser, office, into)
            print(f"{width} px: {taken} pictures so far", flush=True)
        return taken


def _viewport(into: Path) -> Any:
    return {"width": int(into.name), "height": WIDTHS[int(into.name)]}


def _take_pages(browser: Browser, office: OfficeProcess, pages: list[GalleryPage], into: Path) -> int:
    viewport = _viewport(into)
    contexts: dict[str, BrowserContext] = {}
    people = _people(office)
    for shown in pages:
        if shown.role not in contexts:
            contexts[shown.role] = browser.new_context(viewport=viewport, locale="zh-CN")
            if shown.role != CITIZEN:
                sign_in_as(contexts[shown.role], office, people[shown.role])
        page = contexts[shown.role].new_page()
        page.goto(f"{office.address}{shown.path}")
        _picture(page, into / f"{shown.name}.png")
        page.close()
    for context in contexts.values():
        context.close()
    return len(pages)


def _take_scenes(browser: Browser, office: OfficeProcess, into: Path) -> int:
    viewport = _viewport(into)
    cases = _cases(office)
    for name, scene in SCENES.items():
        context = browser.new_context(viewport=viewport, locale="zh-CN")
        page = context.new_page()
        page.goto(office.address)
        scene(page, office.address, cases)
        _picture(page, into / f"{name}--citizen.png")
        context.close()
    return len(SCENES)


def sign_in_as(context: BrowserContext, office: OfficeProcess, login: str) -> None:
    """Sign a person in by the page, so that every page of this context is his."""
    accounts = json.loads((office.data / ACCOUNTS_FILE).read_text("utf-8"))
    page = context.new_page()
    page.goto(f"{office.address}/sign-in")
    page.locator("main [name=login]").fill(login)
    page.locator("main [name=password]").fill(accounts[login]["password"])
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.close()


def _picture(page: Page, path: Path) -> None:
    page.wait_for_function(_READY)
    page.evaluate(_DRAWN)
    page.screenshot(path=path, full_page=True)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "shots")
    print(f"{take(target)} pictures in {target}/")
