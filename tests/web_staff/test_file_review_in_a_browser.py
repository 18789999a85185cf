"""案卷评查 in Chromium by mouse: a round is opened, scored by two, settled, ordered to be made good and checked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from models.case.evidence_item import EvidenceItem
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.reviewed_files import add_whole_file

LEADER, FIRST, SECOND, CLERK = "jian.rujing", "tan.genyuan", "zhen.juquan", "ji.luqing"
WIDTH, NARROW = 1366, 390
# Where pictures are kept for who looks at them; nowhere in a run of the tests.
PICTURES = os.environ.get("FILE_REVIEW_PICTURES")


def shoot(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def score(served: ServedOffice, browser: Browser, login: str, *, doubts: bool) -> None:
    """By clicks, from the list of tasks; sent without a reason first."""
    with served.page(browser, WIDTH, login) as page:
        page.goto("/tasks")
        page.get_by_role("link", name="评查案卷", exact=True).click()
        for code in ("neutral_tone", "answer_complete", "disposal_fair"):
            page.locator(f"#mark_{code}-met").check()
        page.locator(f"#mark_facts_convincing-{'partly' if doubts else 'met'}").check()
        shoot(page, f"score-{login}")
        if doubts:
            page.get_by_role("button", name="提交我的评分").click()
            expect(page.locator(".error-summary")).to_contain_text("请写明理由")
            shoot(page, "score-error")
            page.locator("#note_facts_convincing").fill("两份笔录说法不一")
        page.get_by_role("button", name="提交我的评分").click()
        expect(page.locator("main")).to_contain_text("已评分")


@pytest.mark.check(sister="tests/web_staff/test_file_review_over_a_socket.py")
def test_a_round_is_walked_by_mouse(
    tmp_path: Path, sqlite_office_template: Path, keyring: Keyring, browser: Browser
) -> None:
    with serve_office(tmp_path, sqlite_office_template) as served:
        office = served.office
        office.clock.set("2026-10-12T09:00")
        case = add_whole_file(office)
        with office.unit_of_work() as unit:
            for item in unit.session.query(EvidenceItem).filter_by(complaint_id=case):
                item.relevance = None
        with served.page(browser, WIDTH, LEADER) as page:
            page.goto("/reviews")
            shoot(page, "rounds-empty")
            page.get_by_label("办结日期起").fill("2026-07-01")
            page.get_by_label("办结日期止").fill("2026-09-30")
            for name in ("谈根源", "甄据全"):
                page.get_by_label(name).first.check()
            page.get_by_role("button", name="抽取并开展").click()
            expect(page.locator("main")).to_contain_text("怎样抽取")
            shoot(page, "round")
        score(served, browser, FIRST, doubts=True)
        score(served, browser, SECOND, doubts=False)
        with served.page(browser, WIDTH, LEADER) as page:
            page.goto("/tasks")
            page.get_by_role("link", name="确定评查分歧").click()
            shoot(page, "differing")
            page.locator("#settled_facts_convincing-partly").check()
            page.locator("#reason_facts_convincing").fill("确不一致，未作说明")
            page.get_by_role("button", name="确定", exact=True).click()
            page.get_by_label("项目", exact=True).select_option(
                label="引用的证据经过合法性、关联性、真实性审查"
            )
            page.locator("#words").fill("补作关联性审查意见")
            page.get_by_role("button", name="责令补正").click()
            expect(page.locator("main")).to_contain_text("待补正")
            shoot(page, "settled")
        make_good(served, browser, case)


def make_good(served: ServedOffice, browser: Browser, case: str) -> None:
    with served.page(browser, NARROW, CLERK) as page:
        page.goto("/reviews")
        page.get_by_role("link", name="补正并报告").click()
        page.locator("#report").fill("已补作，见第2号证据")
        shoot(page, "order-narrow")
        page.get_by_role("button", name="报告").click()
        expect(page.locator("main")).to_contain_text("已报待核")
        page.goto(f"/cases/{case}/health")
        shoot(page, "health-narrow")
    with served.page(browser, WIDTH, LEADER) as page:
        page.goto("/reviews")
        page.get_by_role("link", name="核实补正").click()
        page.locator("#decision-checked").check()
        page.locator("#words").fill("核对无误")
        shoot(page, "check")
        page.locator("form button.button").last.click()
        expect(page.locator("main")).to_contain_text("已核实")
        for name, address in (("rounds", "/reviews"), ("sheet", "/reviews/sheet"), ("gaps", "/reviews/open")):
            page.goto(address)
            shoot(page, name)
        page.goto(f"/cases/{case}/health")
        shoot(page, "health")
