"""The first page of a case fits on two screens, whatever the stage and however much happened in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.ledger.trail_event import TrailEvent
from tests.acceptance.earlier_office import served_once
from tests.office_process import OfficeProcess
from tests.pages_walk.walked_office import READER, staff_of
from tests.web.browser import chromium, watched_page

pytestmark = pytest.mark.timeout(900)
WIDTH, SCREEN = 1366, 900


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """The office of 0.2.0: stories walked to the archive and cases at everything at which a case can stand."""
    with served_once("0.2.0", tmp_path_factory.mktemp("heights") / "office") as office:
        yield office


@pytest.mark.parametrize("most", [6, pytest.param(1_000, marks=pytest.mark.check)])
def test_the_page_of_a_case_is_at_most_two_screens_at_every_stage(
    office: OfficeProcess, browser: Browser, most: int
) -> None:
    """UX-42 UX-53: it was 12,874 px at the archive. The fullest files of each stage, or all of them."""
    visitor = staff_of(office, READER)
    cookies = [
        {"name": cookie.name, "value": cookie.value or "", "url": office.address}
        for cookie in visitor.client.cookies.jar
    ]
    tall, first_screen = {}, {}
    with watched_page(browser, WIDTH, base_url=office.address) as page:
        page.context.add_cookies(cookies)
        for complaint_id, number in list_fullest(office, most):
            answer = page.goto(f"/cases/{complaint_id}")
            assert answer is not None
            assert answer.status == 200, number
            height = page.evaluate("document.documentElement.scrollHeight")
            if height > 2 * SCREEN:
                tall[number] = height
            told = page.locator("#told p").first.bounding_box()
            if told is None or told["y"] > SCREEN:
                first_screen[number] = told
    assert tall == {}
    assert first_screen == {}


def list_fullest(office: OfficeProcess, most: int) -> list[tuple[str, str]]:
    """The cases with the most events of each stage; no more than `most` in all."""
    events = func.count(TrailEvent.seq)
    place = func.row_number().over(partition_by=Complaint.stage, order_by=events.desc())
    ranked = (
        select(Complaint.id, Complaint.number, place.label("place"))
        .join(TrailEvent, TrailEvent.complaint_id == Complaint.id)
        .group_by(Complaint.id)
        .subquery()
    )
    with office.clock.database.read() as session:
        rows = session.execute(
            select(ranked.c.id, ranked.c.number).order_by(ranked.c.place, ranked.c.number).limit(most)
        )
        return [(complaint_id, number) for complaint_id, number in rows]
