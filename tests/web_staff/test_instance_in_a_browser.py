"""One process for the supervisor: on its diagram in a size that can be read, step by step, into what it called and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from models.store.database import Database
from models.vault.keyring import Keyring
from tests.web.browser import served
from tests.web_staff.desk import Desk
from tests.web_staff.monitored import MonitoredOffice, monitored_office

SUPERVISOR = "jian.rujing"
SMALLEST_LABEL = 11


@pytest.fixture
def monitored(sqlite_office: Database, tmp_path: Path, keyring: Keyring) -> Iterator[MonitoredOffice]:
    with monitored_office(sqlite_office, tmp_path) as started:
        yield started


@contextmanager
def page_at(monitored: MonitoredOffice, browser: Browser, path: str, width: int = 1366) -> Iterator[Page]:
    with (
        served(monitored.app) as address,
        Desk(monitored.app, monitored.office, browser, address).page_of(SUPERVISOR, width) as page,
    ):
        page.goto(f"{address}{path}")
        expect(page.locator("#diagram")).to_have_attribute("data-ready", "true")
        yield page


def label_sizes(page: Page) -> list[float]:
    """How large the labels are on the screen, in CSS pixels."""
    return page.eval_on_selector_all(
        "#diagram svg tspan",
        "spans => spans.map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)",
    )


def in_sight(page: Page, element_id: str) -> bool:
    """Whether the whole step is inside the frame of the diagram."""
    frame = page.locator("#diagram").bounding_box()
    step = page.locator(f'#diagram [data-element-id="{element_id}"] .djs-hit').first.bounding_box()
    assert frame
    assert step
    return (
        frame["x"] <= step["x"]
        and step["x"] + step["width"] <= frame["x"] + frame["width"]
        and frame["y"] <= step["y"]
        and step["y"] + step["height"] <= frame["y"] + frame["height"]
    )


@pytest.mark.parametrize("width", [1366, 390])
def test_the_diagram_opens_on_the_step_that_waits_over_the_whole_width_with_labels_to_read(
    monitored: MonitoredOffice, browser: Browser, width: int
) -> None:
    """UX-34 UX-57: names of 5 px in a third of the box."""
    _, _, root = monitored.file()
    with page_at(monitored, browser, f"/monitor/instances/{root}", width) as page:
        assert min(label_sizes(page)) >= SMALLEST_LABEL
        assert in_sight(page, "Call_Intake")
        frame, main = page.locator("#diagram").bounding_box(), page.locator("main").bounding_box()
        assert frame
        assert main
        assert frame["width"] >= 0.9 * main["width"]


def test_a_step_is_chosen_by_pointer_or_keyboard_and_told_as_in_the_list(
    monitored: MonitoredOffice, browser: Browser
) -> None:
    """UX-34 UX-57, wish 15: state, times, incident, work and values in words; Escape gives the focus back."""
    monitored.stuck.add("complaint.record-suggestion")
    _, _, root = monitored.file()
    child = monitored.child(root, "intake")
    with page_at(monitored, browser, f"/monitor/instances/{child}") as page:
        assert in_sight(page, "Task_RecordSuggestion"), "what stands still is seen first"
        panel = page.get_by_role("complementary", name="所选步骤")
        expect(panel).to_be_hidden()
        page.locator('#diagram [data-element-id="Task_RecordSuggestion"] .djs-hit').first.click()
        for words in ("记录建议", "有异常", "任务重试次数已用完", "处理失败", "建议类别", "推诿扯皮"):
            expect(panel).to_contain_text(words)
        twin = page.locator('[data-element="Task_RecordSuggestion"] [data-element-body]')
        told = " ".join(twin.inner_text().split())
        assert told.startswith("有异常")
        assert told in " ".join(panel.inner_text().split())
        panel.get_by_role("button", name="关闭").click()
        expect(panel).to_be_hidden()
        step = page.get_by_role("button", name="整理分类依据：已完成，查看详情")
        step.focus()
        page.keyboard.press("Enter")
        expect(panel).to_contain_text("整理分类依据")
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(step).to_be_focused()
        listed = page.locator("[data-element]").evaluate_all("rows => rows.map(row => row.dataset.element)")
        drawn = page.locator("#diagram [role=button]").evaluate_all(
            "steps => steps.map(step => step.dataset.elementId)"
        )
        assert sorted(listed) == sorted(drawn), "what the diagram offers the list has"


def test_a_call_leads_into_its_process_and_back_in_the_same_page_without_losing_the_place(
    monitored: MonitoredOffice, browser: Browser
) -> None:
    """Wish 11, UX-57."""
    _, number, root = monitored.file()
    child = monitored.child(root, "intake")
    with page_at(monitored, browser, f"/monitor/instances/{root}") as page:
        page.evaluate("window.isSamePage = true")
        page.get_by_role("button", name="全图").click()
        size = max(label_sizes(page))
        page.locator('#diagram [data-element-id="Call_Intake"] .djs-hit').first.click()
        page.get_by_role("complementary").get_by_role("link", name="打开“受理”").click()
        expect(page).to_have_url(re.compile(f"/monitor/instances/{child}$"))
        expect(page.get_by_role("heading", level=1)).to_have_text("受理")
        expect(page.locator("#diagram")).to_have_attribute("data-ready", "true")
        crumbs = page.get_by_role("navigation", name="当前位置")
        expect(crumbs).to_contain_text("投诉办理")
        expect(page.locator("main")).to_contain_text(number)
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("投诉办理")
        expect(page.locator("#diagram")).to_have_attribute("data-ready", "true")
        assert max(label_sizes(page)) == pytest.approx(size, rel=0.01), "the part that was seen is seen again"
        page.go_forward()
        expect(page.get_by_role("heading", level=1)).to_have_text("受理")
        page.get_by_role("link", name="返回“投诉办理”").click()
        expect(page).to_have_url(re.compile(f"/monitor/instances/{root}$"))
        assert page.evaluate("window.isSamePage") is True


def test_a_timer_says_when_it_fires_on_the_diagram_and_in_the_list(
    monitored: MonitoredOffice, browser: Browser
) -> None:
    """Wish 1: told from the diagram and the variables, for 8.8 has no call that tells it."""
    _, _, root = monitored.file()
    watch = monitored.child(monitored.child(root, "intake"), "deadline-watch")
    with page_at(monitored, browser, f"/monitor/instances/{watch}") as page:
        chip = page.locator("#diagram .timer-chip")
        expect(chip).to_have_text("2027-09-07 10:00触发")
        expect(page.locator(".step-list")).to_contain_text("2027-09-07 10:00触发")
