"""A day at a screen from signing in to signing out, and what a person does on every page: go, read, press, choose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, expect

from tests.office_process import OfficeProcess
from tests.web_days.person import Person, at_a_screen


@contextmanager
def a_day(browser: Browser, office: OfficeProcess, login: str) -> Iterator[Person]:
    """From the page of signing in to signing out, by the mouse; nothing is left open behind it."""
    office.settle()
    with at_a_screen(browser, office.address, login) as person:
        page = person.page
        page.goto(office.address)
        person.press(page.get_by_role("link", name="工作人员登录"))
        for field, text in (("login", login), ("password", office.passwords[login])):
            person.press(page.locator(f"main [name={field}]"))
            page.keyboard.type(text)
        person.press(page.locator("main").get_by_role("button", name="登录", exact=True))
        expect(page.locator(".signed-in")).to_be_visible()
        yield person
        person.press(page.get_by_role("button", name="退出", exact=True))
        expect(page.locator(".signed-in")).to_have_count(0)


def go(person: Person, entry: str, heading: str = "") -> None:
    """An entry of the navigation, and the page that it leads to."""
    menu = person.page.locator("details.navigation")
    person.press(menu.get_by_role("link", name=re.compile(rf"^{entry}(\s|$)")))
    expect(person.page.get_by_role("heading", level=1)).to_contain_text(heading or entry)


def says(person: Person, *words: str) -> None:
    """The page says it, where people look."""
    for word in words:
        expect(person.page.locator("main")).to_contain_text(word)


def button(person: Person, name: str) -> None:
    """A button of the page itself, not of its frame."""
    person.press(person.page.locator("main").get_by_role("button", name=name, exact=True))


def choose(person: Person, label: str, row: str) -> None:
    """The row of a list that begins so."""
    field = person.page.get_by_label(label, exact=True)
    field.select_option(label=field.locator("option").filter(has_text=row).first.text_content())


def row_of(person: Person, *words: str) -> Locator:
    """The first row of a table in which all of these words stand."""
    rows = person.page.locator("main").get_by_role("row")
    for word in words:
        rows = rows.filter(has_text=word)
    return rows.first
