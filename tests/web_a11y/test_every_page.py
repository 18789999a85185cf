"""Every page of an office with a case at everything, as the first person who may see it: no barrier, no error, no weight.

On a phone and a screen; axe looks at every second page in one of them; each third page in English and the others in Chinese;
what visitors read in the version for older people too. With PROVE=1 (`make prove-whole`) axe looks at each page in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.earlier_office import served_once
from tests.gallery.__main__ import OFFICE, sign_in_as
from tests.gallery.pages import GalleryPage, list_pages
from tests.office_process import OfficeProcess
from tests.pages_walk.walk import CITIZEN
from tests.pages_walk.walked_office import _people
from tests.web_a11y.look import (
    _DRAWN,
    _IS_WIDE,
    _READY,
    IS_WHOLE,
    LANGUAGES,
    WIDTHS,
    require_axe,
    violations_of,
)

pytestmark = [pytest.mark.check(sister="tests/web_a11y/test_staff_pages.py"), pytest.mark.timeout(1500)]
# Forms of the way are looked at one by one beside. All of them with PROVE=1 (`make prove-whole`).
PER_ROUTE = 4 if IS_WHOLE else 1
# What is drawn is the same in both languages but for the words.
ENGLISH_EVERY = 3
AXE_EVERY = 2
HEAVIEST = 200 * 1024
# The browser tells the page of everything that the content policy refused.
LISTEN = """window.refused = [];
document.addEventListener('securitypolicyviolation', event => window.refused.push(event.violatedDirective));"""
# As it came over the line, whether or not the browser had it already.
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
# What draws a form, a diagram or a chart comes with the page; the browser keeps it for the next one (ADR 0277).
MAY_BE_HEAVY = "document.querySelector('[data-form], [data-monitor], figure[data-chart]') !== null"
OPEN_FOLDS = "document.querySelectorAll('details').forEach(part => { part.open = true })"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """The office of the gallery."""
    require_axe()
    with served_once(OFFICE, tmp_path_factory.mktemp("every-page") / "office") as office:
        yield office


@pytest.fixture(scope="module")
def pages(office: OfficeProcess) -> list[GalleryPage]:
    """Every page once, as the gallery shows them."""
    return list(list_pages(office, PER_ROUTE))


def in_language(pages: Sequence[GalleryPage], language: str) -> list[GalleryPage]:
    """Those of the pages that a run which takes samples opens in this language; each of them in one."""
    return [page for place, page in enumerate(pages) if (place % ENGLISH_EVERY == 0) == (language == "en")]


def faults_of(
    browser: Browser, office: OfficeProcess, shown: Sequence[GalleryPage], cookies: dict[str, str]
) -> list[str]:
    """What is wrong with these pages in both widths, each line with the page."""
    found: list[str] = []
    for role in dict.fromkeys(page.role for page in shown):
        context = browser.new_context(locale="zh-CN")
        context.add_cookies(
            [{"name": name, "value": value, "url": office.address} for name, value in cookies.items()]
        )
        context.add_init_script(LISTEN)
        if role != CITIZEN:
            sign_in_as(context, office, _people(office)[role])
        page = context.new_page()
        said: list[str] = []
        page.on(
            "console",
            lambda message, said=said: said.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        for place, one in enumerate(shown):
            if one.role == role:
                page.goto(f"{office.address}{one.path}")
                faults = [*_look(page, place), *said]
                found += [f"{one.name} ({one.path}): {fault}" for fault in faults]
                said.clear()
        context.close()
    return found


def sampled_width(place: int) -> list[int]:
    """At which width axe looks at the page in this place, if at all, in a run that takes samples."""
    return [WIDTHS[place // AXE_EVERY % len(WIDTHS)]] if place % AXE_EVERY == 0 else []


def _look(page: Page, place: int) -> Iterator[str]:
    looked_at = WIDTHS if IS_WHOLE else sampled_width(place)
    page.wait_for_function(_READY)
    page.evaluate(OPEN_FOLDS)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(_DRAWN)
        if width in looked_at:
            yield from (f"{width}: {violation}" for violation in violations_of(page))
        if page.evaluate(_IS_WIDE):
            yield f"{width}: scrolls sideways"
    yield from (
        f"refused by the content policy: {directive}" for directive in page.evaluate("window.refused")
    )
    weight = page.evaluate(WEIGHT)
    if weight > HEAVIEST and not page.evaluate(MAY_BE_HEAVY):
        yield f"weighs {weight // 1024} KB"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_quiet_and_light(
    browser: Browser, office: OfficeProcess, pages: list[GalleryPage], language: str
) -> None:
    """axe WCAG 2.2 A and AA, console, content policy, and 200 KB where there is neither form nor diagram."""
    assert len(pages) > 80
    shown = pages if IS_WHOLE else in_language(pages, language)
    found = faults_of(browser, office, shown, {"jb_lang": language})
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_for_visitors_is_so_in_large_letters(
    browser: Browser, office: OfficeProcess, pages: list[GalleryPage], language: str
) -> None:
    public = [page for page in pages if page.role == CITIZEN]
    assert len(public) >= 10
    shown = public if IS_WHOLE else in_language(public, language)
    found = faults_of(browser, office, shown, {"jb_lang": language, "jb_view": "large"})
    assert found == [], "\n".join(found)
