"""A clerk's day by the keyboard alone: signs in, registers, is warned of a repeat, finds a case for a caller, books a visit."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from models.office.account import Account
from models.office.appointment import Appointment
from models.office.staff import Staff
from tests.served_office import ServedOffice
from tests.web.pages import OWN_PASSWORD, open_account
from tests.web_staff.test_appointments_over_a_socket import open_rooms

# More presses of Tab than any page has places to stand on.
MOST_TABS = 150
ALT = 1  # of the protocol of Chromium
FOCUSED = """() => {
  const at = document.activeElement;
  return at ? [at.id, at.getAttribute('name') || '', at.tagName, at.innerText || ''] : [];
}"""

# Enter with Control while an input method still shows its characters.
COMPOSING = """() => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))"""


class Keys:
    """Fingers on a keyboard, and eyes on where it stands; nothing else is ever called."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, wanted: str, key: str = "Tab") -> None:
        """Go on with Tab until the place with this id, name or text has the focus; the focus never leaves the page."""
        for _ in range(MOST_TABS):
            self.press(key)
            found = self.page.evaluate(FOCUSED)
            if found and (
                wanted in found[:2] or (found[2] in {"A", "BUTTON"} and found[3].strip().startswith(wanted))
            ):
                return
        raise AssertionError(f"Tab never came to {wanted} on {self.page.url}")

    def fill(self, name: str, text: str) -> None:
        self.tab_to(name)
        self.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def lead(self, letter: str) -> None:
        """Alt and a letter. Playwright leaves out the letter that access keys are found by, so it is told here."""
        told = {"key": letter, "code": f"Key{letter.upper()}", "text": letter, "unmodifiedText": letter}
        session = self.page.context.new_cdp_session(self.page)
        with self.page.expect_navigation():
            for kind in ("keyDown", "keyUp"):
                pressed = {"type": kind, "modifiers": ALT, "windowsVirtualKeyCode": ord(letter.upper())}
                session.send("Input.dispatchKeyEvent", pressed | told)
        self.page.wait_for_load_state()

    def go(self, *keys: str) -> None:
        """Keys after which another page is there."""
        with self.page.expect_navigation():
            self.press(*keys)
        self.page.wait_for_load_state()


def stands_on(page: Page, selector: str) -> None:
    """The focus is there, or in it."""
    expect(page.locator(f"{selector}:focus, {selector} :focus")).to_have_count(1)


@pytest.mark.check(sister="tests/web_staff/test_appointments_over_a_socket.py")
def test_a_clerk_at_counter_and_telephone_needs_no_mouse(
    served_office: ServedOffice, browser: Browser
) -> None:
    open_rooms(served_office)
    known = {row.staff_id for row in served_office.office.rows(Account)}
    login = next(
        row.login
        for row in served_office.office.rows(Staff)
        if "intake" in row.roles and row.login not in known
    )
    first = open_account(served_office.office, login)
    with served_office.page(browser, 1366) as page:
        keys = Keys(page)
        page.goto("/sign-in")
        sign_in(keys, login, first)
        for name, word in (("old", first), ("new", OWN_PASSWORD), ("again", OWN_PASSWORD)):
            keys.fill(name, word)
        keys.go("Enter")
        sign_in(keys, login, OWN_PASSWORD)
        look_at_the_panel(keys)
        look_where_nothing_may_open(keys)
        number = register(keys)
        find_for_a_caller(keys, number)
        visit = book_for_a_caller(keys)
        receive(keys, visit)
    assert [row.booked_by for row in served_office.office.rows(Appointment, booked_by=login)] == [login]


def sign_in(keys: Keys, login: str, password: str) -> None:
    keys.fill("login", login)
    keys.fill("password", password)
    keys.go("Enter")


def look_at_the_panel(keys: Keys) -> None:
    keys.press("?")
    panel = keys.page.get_by_role("dialog", name="键盘操作")
    expect(panel).to_be_visible()
    stands_on(keys.page, "#keys")
    for told in ("Alt+N", "登记", "Ctrl+Enter"):
        expect(panel).to_contain_text(told)
    keys.press("Escape")
    expect(panel).to_be_hidden()


def look_where_nothing_may_open(keys: Keys) -> None:
    """What is typed stays text, an input method keeps its Enter, and the panel switches its own key off; in English too."""
    page, panel = keys.page, keys.page.locator("#keys")
    keys.lead("n")
    keys.tab_to("raw_text")
    keys.press("?")
    expect(panel).to_be_hidden()
    expect(page.locator("#raw_text")).to_have_value("?")
    page.evaluate(COMPOSING)
    keys.tab_to("English", "Shift+Tab")
    keys.go("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    keys.press("Shift+?")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("send the form in which you write")
    keys.tab_to("keys-on")
    keys.press("Space", "Escape", "?")
    expect(panel).to_be_hidden()
    keys.tab_to("Keys")
    keys.press("Enter")
    expect(panel).to_be_visible()
    keys.tab_to("keys-on")
    keys.press("Space", "Escape")
    keys.tab_to("中文", "Shift+Tab")
    keys.go("Enter")


def register(keys: Keys) -> str:
    """With every kind of field, a fault that takes the focus, the receipt, and the same person once more; the number."""
    page = keys.page
    keys.lead("n")
    keys.tab_to("source_reference")
    keys.go("Control+Enter")
    stands_on(page, ".error-summary")
    keys.tab_to("渠道")
    keys.press("Enter")
    stands_on(page, "#channel")
    keys.press("ArrowDown", "ArrowDown")
    fill_in(keys, "窗口退件不说理由，让我明天再来。")
    keys.go("Control+Enter")
    stands_on(page, "[data-answer]")
    number = page.locator("main h1 .number").inner_text()
    keys.tab_to("下载登记回执")
    with page.expect_download() as saved:
        keys.press("Enter")
    assert saved.value.suggested_filename.endswith(".pdf")
    keys.tab_to("登记下一件")
    keys.go("Enter")
    keys.tab_to("channel")
    keys.press("ArrowDown", "ArrowDown")
    fill_in(keys, "窗口退件不说理由，让我后天再来。")
    keys.go("Control+Enter")
    stands_on(page, ".notice[role=alert]")
    expect(page.locator(".notice[role=alert]")).to_contain_text(number)
    return number


def fill_in(keys: Keys, content: str) -> None:
    """From the channel on, in the order of the page."""
    keys.tab_to("source_reference")
    keys.page.keyboard.insert_text("1号窗口")
    keys.fill("raw_text", content)
    # Chosen and taken back: with secrecy nobody is told of the person's other complaints.
    keys.tab_to("keep_identity_secret")
    keys.press("Space", "Space")
    keys.fill("name", "简不扰")
    keys.fill("phone", "19900000733")
    keys.tab_to("feedback_way")
    keys.press("ArrowDown")
    keys.tab_to("standing")
    keys.press("ArrowDown")
    keys.fill("content", content)
    keys.fill("wanted", "说明理由")
    keys.tab_to("respondent_unit_chosen")
    keys.press("ArrowDown")
    keys.tab_to("occurred_place")
    keys.page.keyboard.insert_text("一楼")


def find_for_a_caller(keys: Keys, number: str) -> None:
    """A whole number leads from the list of cases to the page that tells where it stands."""
    keys.lead("k")
    keys.fill("number", number)
    keys.go("Enter")
    expect(keys.page.locator("main")).to_contain_text(number)
    expect(keys.page.locator(".steps [aria-current=step]")).to_have_count(1)


def book_for_a_caller(keys: Keys) -> str:
    """After a fault that takes the focus; the number of the visit."""
    page = keys.page
    keys.lead("j")
    keys.tab_to("代为预约")
    keys.go("Enter")
    keys.tab_to("name")
    keys.go("Control+Enter")
    stands_on(page, ".error-summary")
    keys.fill("name", "简不扰")
    keys.fill("phone", "19900000733")
    keys.tab_to("time")
    keys.press("Space")
    keys.tab_to("reminder")
    keys.press("ArrowDown")
    keys.go("Control+Enter")
    stands_on(page, "[data-answer]")
    expect(page.locator(".receipt-code")).to_have_count(2)
    number = page.locator(".receipt-code").first.inner_text()
    keys.tab_to("预约下一位")
    keys.go("Enter")
    return number


def receive(keys: Keys, number: str) -> None:
    """Whoever has come is registered with what he gave, and the counter is one key away."""
    page = keys.page
    keys.lead("j")
    expect(page.locator("main")).to_contain_text(number)
    keys.tab_to("已到")
    keys.go("Enter")
    expect(page.locator("#source_reference")).to_have_value(number)
    expect(page.locator("#name")).to_have_value("简不扰")
    keys.fill("raw_text", "当面口述：取号后无人叫号。")
    keys.tab_to("standing")
    keys.press("ArrowDown")
    keys.fill("content", "取号后等了两小时无人叫号。")
    keys.fill("wanted", "说明原因")
    keys.go("Control+Enter")
    stands_on(page, "[data-answer]")
    keys.lead("j")
    expect(page.locator("main")).to_contain_text("接待完毕")
