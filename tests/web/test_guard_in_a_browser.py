"""The guard as people meet it: with a script nobody answers anything, without one a question is answered (SE-37)."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from api.static_files import ui
from models.case.complaint import Complaint
from models.office.office_comment import OfficeComment
from services.actor import citizen
from services.attempts.guard import COMMENT, FILING, note_volume
from tests.full_office import FullOffice
from tests.web.browser import watched_page
from tests.web.pages import FIELDS
from tests.web.solved import answer_to

WORDS = "叫号机坏了三天没有人修。"


def raise_guard(office: FullOffice) -> None:
    for form in (COMMENT, FILING):
        for _ in range(form.rule.limit):
            note_volume(form, citizen("127.0.0.1"), office.unit_of_work())


def pass_time(office: FullOffice) -> None:
    later = office.system_clock.now() + timedelta(seconds=5)
    office.system_clock.set(later.isoformat())  # type: ignore[attr-defined]  # the clock of a test


def test_with_script_a_complaint_is_filed_without_an_answer(
    browser: Browser, address: str, office: FullOffice, tmp_path: Path
) -> None:
    """The worker comes from our own files, so that the content policy has nothing to report."""
    raise_guard(office)
    with watched_page(browser, 390) as page:
        page.goto(f"{address}/complaints/new")
        page.get_by_label("发生了什么").fill(FIELDS["content"])
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("希望中心怎么做？").fill(FIELDS["wanted"])
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("匿名投诉").check()
        page.get_by_role("button", name="下一步").click()
        expect(page.get_by_text("浏览器已自动核对")).to_be_visible()
        expect(page.locator("#guard_answer")).to_be_hidden()
        page.screenshot(path=tmp_path / "solved.png", full_page=True)
        page.get_by_role("button", name="提交投诉").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("投诉已收到")
    assert len(office.rows(Complaint)) == 1


def test_who_sends_before_the_work_is_done_waits_for_it(
    browser: Browser, address: str, office: FullOffice
) -> None:
    raise_guard(office)
    with watched_page(browser, 1366) as page:
        page.goto(f"{address}/comment")
        page.get_by_label("您的意见").fill(WORDS)
        page.get_by_role("button", name="提交意见").click()
        expect(page.get_by_role("status").first).to_contain_text("谢谢")
    assert len(office.rows(OfficeComment)) == 1


def test_without_script_a_question_is_answered_by_the_keyboard(
    browser: Browser, address: str, office: FullOffice, tmp_path: Path
) -> None:
    raise_guard(office)
    with watched_page(browser, 390, java_script_enabled=False) as page:
        page.goto(f"{address}/comment")
        page.get_by_label("您的意见").fill(WORDS)
        answer(page, office, "20")
        expect(page.get_by_role("alert")).to_contain_text("回答不对，这里换了一个问题")
        expect(page.get_by_label("您的意见")).to_have_value(WORDS)
        expect(page.locator("#guard_answer")).to_have_attribute("aria-invalid", "true")
        page.get_by_role("alert").get_by_role("link").click()
        expect(page.locator("#guard_answer")).to_be_focused()
        page.screenshot(path=tmp_path / "asked.png", full_page=True)
        answer(page, office, answer_to(page.locator("label[for=guard_answer]").inner_text()))
        expect(page.get_by_role("status").first).to_contain_text("谢谢")
    assert len(office.rows(OfficeComment)) == 1


def answer(page: Page, office: FullOffice, text: str) -> None:
    pass_time(office)
    field = page.locator("#guard_answer")
    field.focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_the_browser_counts_as_everybody_does_and_a_second_is_enough(browser: Browser, address: str) -> None:
    """All numbers of the least work; half of them on average. SHA-256 of ours and of Python agree."""
    with watched_page(browser, 390) as page:
        page.goto(f"{address}/comment")
        salt, largest = "0" * 32, 1 << 16
        target = sha256(f"{salt}:{largest - 1}".encode()).hexdigest()
        found = page.evaluate(
            """async ([address, salt, target, largest]) => {
                const worker = new Worker(address, { type: 'module' });
                const began = performance.now();
                worker.postMessage({ salt, target, largest });
                const found = await new Promise((done) => worker.addEventListener('message', (e) => done(e.data)));
                return [found, performance.now() - began];
            }""",
            [ui("proof.js"), salt, target, largest],
        )
    assert found[0] == str(largest - 1)
    assert found[1] < 2_000, "milliseconds for all of the least work, on a machine that does other things"
