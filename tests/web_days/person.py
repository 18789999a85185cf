"""A person at a screen of his own, whose presses of the mouse are counted by the browser itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from tests.web.browser import watched_page

WIDTH = 1366
# Told by the browser: whatever a test calls, a press of the mouse is a press of the mouse, and what the keyboard does is none.
_WATCH = Path(__file__).with_name("presses.js").read_text("utf-8")


@dataclass(frozen=True)
class Press:
    """One press of the mouse: who, on which page, on what."""

    who: str
    page: str
    what: str


@dataclass
class Presses:
    """All presses of a walk, in their order."""

    told: list[Press] = field(default_factory=list)

    def by(self, who: str) -> int:
        """How many of one person."""
        return sum(press.who == who for press in self.told)

    def as_list(self) -> str:
        """One line a press, numbered, and the sum of each person."""
        lines = [f"{no:>3}  {press.who}  {press.page}  {press.what}" for no, press in enumerate(self.told, 1)]
        sums = (f"{who} {self.by(who)}" for who in dict.fromkeys(press.who for press in self.told))
        return "\n".join([*lines, f"{len(self.told):>3}  {', '.join(sums)}"])


@dataclass(frozen=True)
class Person:
    """Does what a person does there: presses, types, and looks whether he sees what he decides on."""

    name: str
    page: Page
    address: str

    def sign_in(self, login: str, password: str) -> None:
        """Types both and presses Enter."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.locator("main [name=login]").focus()
        self.page.keyboard.type(login)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda address: "/sign-in" not in address)

    def press(self, target: Locator) -> None:
        """One press of the mouse on it."""
        target.click()

    def tick(self, label: str, at: int = 0) -> None:
        """One press on the choice of this label; `at` is its place where several rows have it."""
        self.press(self.form.get_by_label(label, exact=True).nth(at))
        expect(self.form.get_by_label(label, exact=True).nth(at)).to_be_checked()

    def mark(self, label: str) -> None:
        """The choice of this label, by the keys alone."""
        self.form.get_by_label(label, exact=True).focus()
        self.page.keyboard.press("Space")
        expect(self.form.get_by_label(label, exact=True)).to_be_checked()

    def choose(self, label: str, row: str) -> None:
        """A list is opened with one press; its row is taken with the arrows and Enter."""
        self.press(self.field(label))
        self.page.keyboard.press("Escape")
        wanted = self.field(label).locator("option").filter(has_text=row).first.text_content() or ""
        self.field(label).select_option(label=wanted)

    def type(self, label: str, text: str, at: int = 0) -> None:
        """Writes into the field of this label, which Tab leads to."""
        self.field(label, at).focus()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Tab")

    def open_task(self, title: str, number: str) -> None:
        """The row of the list, by one press; the list shows a new one by itself."""
        row = self.page.get_by_role("row").filter(has_text=number)
        self.press(row.get_by_role("link", name=title, exact=True))
        self.sees_form(title)

    def act(self, title: str) -> None:
        """One of the acts of the case, from the task that is open: two presses."""
        self.press(self.page.get_by_role("link", name="办理事项"))
        self.press(self.page.get_by_role("dialog").get_by_role("link", name=title, exact=True))
        self.sees_form(title)

    def sees_form(self, title: str) -> None:
        """The page of this step is there and can be filled in."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        expect(self.page.locator("[data-form]")).to_have_attribute("data-ready", "true")

    def sees(self, *words: str) -> None:
        """What is decided on stands beside the form, without a press."""
        for word in words:
            seen = self.page.locator(".beside").get_by_text(word).locator("visible=true")
            expect(seen.first).to_be_visible()

    def submit(self, goes_to: str) -> None:
        """Ctrl+Enter; the page goes on by itself, to the page of this heading."""
        expect(self.page.locator("[data-form-submit]")).to_be_enabled()
        before = self.page.url
        self.page.keyboard.press("Control+Enter")
        try:
            self.page.wait_for_url(lambda address: address != before)
        except TimeoutError:
            # A refusal stays on the page; a bare timeout would not say which.
            raise AssertionError(f"still here: {self.page.locator('main').inner_text()}") from None
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(goes_to)

    @property
    def form(self) -> Locator:
        """What is filled in."""
        return self.page.locator("[data-form]")

    def field(self, label: str, at: int = 0) -> Locator:
        """A field that is shown, by its label; one that must be filled has a star behind it."""
        pattern = re.compile(rf"^{re.escape(label)}\s*\*?$")
        return self.form.get_by_label(pattern).locator("visible=true").nth(at)


@contextmanager
def at_a_screen(
    browser: Browser, address: str, name: str, presses: Presses | None = None
) -> Iterator[Person]:
    """A browser of one's own; leaving it fails when the console reported an error."""
    with watched_page(browser, WIDTH) as page:
        if presses is not None:
            page.expose_function(
                "tellPress", lambda where, what: presses.told.append(Press(name, where, what))
            )
            page.add_init_script(_WATCH)
        yield Person(name, page, address)
