"""A look at the pages in one language: opens them at each width, asks axe, and gathers what is wrong.

Axe is asked at one of the two widths, which change from page to page and with the language; with PROVE=1 (`make prove-whole`)
at both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.web.browser import require_browser

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LANGUAGES = ("zh", "en")
# Whether every page is looked at in every language (`make prove-whole`); else what looks alike is shared out among them.
IS_WHOLE = os.environ.get("PROVE") == "1"
WIDTHS = (390, 1366)  # a phone, and the screen of an office
# target-size is the one rule of WCAG 2.2 and off unless asked for.
_ASK = """async tags => {
    const answer = await axe.run(document, {
        resultTypes: ["violations"],
        runOnly: {type: "tag", values: tags},
        rules: {"target-size": {enabled: true}},
    });
    return answer.violations.flatMap(violation => violation.nodes.map(
        node => `${violation.id} at ${node.target.join(" ")}: ${node.failureSummary}`));
}"""
_READY = """() => [...document.querySelectorAll("[data-form], [data-monitor]")]
    .every(part => part.dataset.ready === "true")"""
_DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_IS_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


def require_axe() -> None:
    """Skip with the reason where browser or axe is missing; in CI that is a failure."""
    require_browser()
    if AXE.exists():
        return
    reason = f"accessibility tests need {AXE}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def violations_of(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))  # evaluated by the debugger, which the page's CSP does not bind
    return list(page.evaluate(_ASK, WCAG))


@dataclass
class Look:
    """A page in one language; `faults` is everything found on it so far."""

    address: str
    language: str
    page: Page
    faults: list[str] = field(default_factory=list)
    pages_seen: int = 0
    expected_status: int = 200

    def hear(self, message: ConsoleMessage) -> None:
        """Keep an error of the console; Chromium calls a page that answers 4xx a failed resource."""
        if message.type == "error" and f"status of {self.expected_status}" not in message.text:
            self.faults.append(f"{self.language} {self.page.url}: console: {message.text}")

    def open(self, path: str, status: int = 200) -> None:
        """Go to a page, which must answer with this status, and check it."""
        self.expected_status = status
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.check(path)
        self.expected_status = 200

    def check(self, what: str) -> None:
        """Check the page as it stands in each width, with everything folded opened; by axe in those of `_widths_of_axe`."""
        self.page.wait_for_function(_READY)
        self.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        looked_at = self._widths_of_axe()
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.evaluate(_DRAWN)
            place = f"{self.language} {width} {what}"
            if width in looked_at:
                self.faults.extend(f"{place}: {fault}" for fault in violations_of(self.page))
            if self.page.evaluate(_IS_WIDE):
                self.faults.append(f"{place}: scrolls sideways")
        self.pages_seen += 1

    def _widths_of_axe(self) -> Sequence[int]:
        if IS_WHOLE:
            return WIDTHS
        return [WIDTHS[(self.pages_seen + LANGUAGES.index(self.language)) % len(WIDTHS)]]


class Eyes:
    """Makes looks at an office: every person signs in once, whatever the language."""

    def __init__(self, browser: Browser, address: str, passwords: dict[str, str]) -> None:
        self._browser = browser
        self._address = address
        self._passwords = passwords
        self._sessions: dict[str, Any] = {}

    @contextmanager
    def look(self, language: str, login: str = "") -> Iterator[Look]:
        """A fresh browser window; leaving it fails with everything that was found."""
        state = self._session(login) if login else None
        context = self._browser.new_context(locale="zh-CN", storage_state=state)
        context.add_cookies([{"name": "jb_lang", "value": language, "url": self._address}])
        page = context.new_page()
        look = Look(self._address, language, page)
        page.on("console", look.hear)
        page.on("pageerror", lambda error: look.faults.append(f"{language} {page.url}: {error}"))
        yield look
        context.close()
        assert look.pages_seen > 0
        assert look.faults == [], "\n".join(look.faults)

    def looks(self, login: str = "", languages: Sequence[str] = LANGUAGES) -> Iterator[Look]:
        """These languages, one after the other."""
        for language in languages:
            with self.look(language, login) as look:
                yield look

    def forget_sessions(self) -> None:
        """Sign people in again; needed after the office's clock moved past the end of a session."""
        self._sessions.clear()

    def _session(self, login: str) -> Any:
        if login not in self._sessions:
            context = self._browser.new_context()
            page = context.new_page()
            page.goto(f"{self._address}/sign-in")
            page.locator("input[name=login]").fill(login)
            page.locator("input[name=password]").fill(self._passwords[login])
            page.locator("main form button").click()
            page.wait_for_url(lambda url: "/sign-in" not in url)
            self._sessions[login] = context.storage_state()
            context.close()
        return self._sessions[login]
