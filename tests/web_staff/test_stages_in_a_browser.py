"""Acts, instances and processes in Chromium: what is drawn is what the tables say, and the keyboard reaches it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from models.beside.extension import Extension
from services.ports.monitor import ElementCount
from tests.full_office import FullOffice
from tests.unit.side_requests.side_case import side_case
from tests.web_a11y.look import require_axe, violations_of
from tests.web_staff.desk import Desk
from tests.web_staff.fake_monitor import FakeMonitor
from tests.web_staff.test_monitor import CHILD, SUPERVISOR, running_case

HANDLER = "xun.wenshi"
LINE = 40  # pixels; a mark of one line is lower


def is_sound(page: Page) -> None:
    """No fault against WCAG 2.2 A and AA, and nothing wider than the screen."""
    assert violations_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture(autouse=True)
def axe() -> None:
    require_axe()


def test_an_extension_is_asked_for_from_the_case_file_by_keyboard(desk: Desk, office: FullOffice) -> None:
    """From the file to the form, the fault first, then the request, and back at the file."""
    case = side_case(office)
    with desk.page_of(HANDLER, 390) as page:
        page.goto(f"{desk.address}/cases/{case.complaint_id}")
        page.get_by_role("link", name="办理事项").focus()
        page.keyboard.press("Enter")
        page.locator("dialog a[href$='/acts/request-extension']").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
        is_sound(page)
        page.locator("[data-form-submit]").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_label("延期理由")).to_be_focused()
        is_sound(page)
        page.keyboard.type("等待鉴定结果")
        expect(page.get_by_label("延期理由")).to_have_value("等待鉴定结果")
        page.get_by_label("延长天数").fill("3")
        page.locator("[data-form-submit]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/cases/{case.complaint_id}/limits?taken=request-extension")
        expect(page.get_by_role("status")).to_contain_text("已记入")
        expect(page.locator(".side-work")).to_contain_text("等待鉴定结果")
        is_sound(page)
    assert [row.amount for row in office.rows(Extension)] == [3]


@pytest.mark.parametrize("width", [390, 1366])
def test_the_waits_of_the_deadline_watch_are_drawn_with_their_numbers_and_rungs(
    desk: Desk, monitor: FakeMonitor, width: int
) -> None:
    """Two versions with nine late limits each: eighteen, on one line, and the same in the table."""
    monitor.waiting = [ElementCount("Wait_OverLimit", 9, 0, 0, 0), ElementCount("Wait_Paused", 0, 0, 0, 1)]
    with desk.page_of(SUPERVISOR, width) as page:
        page.goto(f"{desk.address}/monitor/processes/deadline-watch")
        expect(page.locator("[data-monitor]")).to_have_attribute("data-ready", "true")
        place = page.locator("[data-container-id=Wait_OverLimit]")
        expect(place.locator(".token-active")).to_have_text("18")
        expect(place.locator(".tag-over")).to_have_text("逾期 ×18")
        height = place.locator(".token-active").evaluate("mark => mark.offsetHeight")
        assert height < LINE
        expect(page.locator("[data-container-id=Wait_Paused] .token-incidents")).to_have_text("! 2")
        row = page.get_by_role("row").filter(has_text="Wait_OverLimit")
        expect(row).to_contain_text("18")
        expect(row).to_contain_text("逾期")
        page.get_by_role("button", name="放大").focus()
        before = page.locator(".djs-container .viewport").get_attribute("transform")
        page.keyboard.press("Enter")
        assert page.locator(".djs-container .viewport").get_attribute("transform") != before
        is_sound(page)


def test_an_instance_shows_its_tokens_on_the_diagram_and_every_step_in_its_history(
    desk: Desk, office: FullOffice, monitor: FakeMonitor
) -> None:
    """Where it stands with the rung of its limit, and how it came there."""
    running_case(office, monitor)
    with desk.page_of(SUPERVISOR, 1366) as page:
        page.goto(f"{desk.address}/monitor/instances/{CHILD}")
        expect(page.locator("[data-monitor]")).to_have_attribute("data-ready", "true")
        place = page.locator("[data-container-id=Call_WatchAcceptance]")
        expect(place.locator(".token-active")).to_have_text("1")
        expect(place.locator(".tag-within")).to_have_text("限期内 · 09-10 17:00")
        history = page.get_by_role("table", name="全部步骤，最近的在前，含已结束的")
        expect(history.get_by_role("row").filter(has_text="现场办结")).to_contain_text("2026-09-07 11:30")
        is_sound(page)
