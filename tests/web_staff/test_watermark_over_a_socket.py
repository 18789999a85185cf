"""Pages with an identity say behind their words who opened them and when, on the screen and on paper (C10, SE-36)."""

from __future__ import annotations

import re
from itertools import count

import pytest
from playwright.sync_api import Browser, Page

from models.office.staff import Staff
from tests.served_office import ServedOffice
from tests.web_staff.cases import CANARIES, TestCase, file_case
from tests.web_staff.watermarks import mark_of

CLERK = "wen.rusheng"
PURPOSE = "核对回访电话"
_addresses = count(1)


@pytest.fixture
def case(served_office: ServedOffice) -> TestCase:
    return file_case(served_office.office, f"192.0.2.{next(_addresses)}")


def test_a_page_with_an_identity_carries_who_opened_it_and_when(
    served_office: ServedOffice, case: TestCase
) -> None:
    """SE-36, N6: a photograph of the screen tells whose it was; the page before the identity is opened carries nothing."""
    visitor = served_office.visitor(CLERK)
    address = f"/cases/{case.complaint_id}"
    assert mark_of(visitor.get(f"{address}/complainant")) == []
    shown = visitor.post(f"{address}/identity", {"purpose": PURPOSE})
    assert CANARIES["name"] in shown.text
    viewer = visitor.get(f"{address}/evidence/{case.evidence_id}")
    name = served_office.office.rows(Staff, login=CLERK)[0].name
    for page in (shown, viewer):
        told = mark_of(page)
        assert len(told) >= 20 and len(set(told)) == 1
        assert re.fullmatch(rf"由 {name}（[^）]+） 于 \d{{4}}-\d\d-\d\d \d\d:\d\d 打开", told[0]), told[0]
    other = served_office.visitor("ying.shoudao").get(f"{address}/evidence/{case.evidence_id}")
    assert name not in mark_of(other)[0], "each reader has a mark of his own"


def test_a_form_that_somebody_fills_himself_carries_none(served_office: ServedOffice) -> None:
    """One that is filled from an appointment does: test_appointments_over_a_socket.py."""
    assert mark_of(served_office.visitor(CLERK).get("/register")) == []


def test_the_mark_is_seen_on_screen_and_on_paper_and_in_nobodys_way(
    served_office: ServedOffice, case: TestCase, browser: Browser
) -> None:
    """It lies over the page, takes no click, and is printed; a screen reader passes it by."""
    with served_office.page(browser, 1280, CLERK) as page:
        page.goto(f"/cases/{case.complaint_id}/evidence/{case.evidence_id}")
        assert _seen(page) > 4
        page.locator(".viewer-turn").scroll_into_view_if_needed()
        page.locator(".breadcrumbs a").first.click()
        page.wait_for_url("**/cases")
        page.go_back()
        page.emulate_media(media="print")
        assert _seen(page) > 4
        assert "watermark" not in page.locator("main").aria_snapshot()
        assert "打开" not in page.locator("main").aria_snapshot()


def _seen(page: Page) -> int:
    """How many of its places lie within what is seen."""
    return int(
        page.evaluate(
            """() => [...document.querySelectorAll('.watermark span')].filter((one) => {
                const box = one.getBoundingClientRect();
                return box.width > 0 && box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
            }).length"""
        )
    )
