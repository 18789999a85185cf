"""What a citizen sees after sending something: the steps of a complaint, its receipt, its progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playwright.sync_api import Page

from tests.pages_walk.sent_pages import CaseKey

Scene = Callable[[Page, str, Sequence[CaseKey]], None]


def _progress_of(position: int) -> Scene:
    def look(page: Page, address: str, cases: Sequence[CaseKey]) -> None:
        case = cases[position]
        page.goto(f"{address}/progress")
        page.locator("main [name=number]").first.fill(case.number)
        page.locator("main [name=query_code]").first.fill(case.query_code)
        page.locator("main form button").first.click()
        page.wait_for_load_state()

    return look


SCENES: Mapping[str, Scene] = {f"progress-{position}": _progress_of(position) for position in (0, 5, 12, 20)}
