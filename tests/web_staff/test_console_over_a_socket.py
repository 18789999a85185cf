"""What the browser's console says of pages from the real web server: nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from models.office.deployed_form import DeployedForm
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task
from tests.web.pages import photo

CLERK = "wen.rusheng"
# The browser tells the page of everything that the content policy refused, styles and foreign content alike.
LISTEN = """window.refused = [];
document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.violatedDirective));"""
WORDS = "先看<span class='words' style='color: red'>要求</span>：<p style=\"top:0\" STYLE = 'top:0'>按指南收件</p>"


def test_the_content_policy_has_nothing_to_report_of_the_filing_page(
    served_office: ServedOffice, browser: Browser
) -> None:
    """SE-29: of the pages that everybody opens, a picture shown before it is sent among them."""
    picture = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    with served_office.page(browser, 390) as page:
        page.add_init_script(LISTEN)
        page.goto("/complaints/new")
        page.get_by_label("照片、录音、文件").set_input_files([picture])
        page.locator("[data-file-list] img").wait_for()
        assert _refused(page) == []
        for step in ("wish", "you"):
            page.goto(f"/complaints/new/{step}")
            page.get_by_role("button", name="下一步").wait_for()
            assert _refused(page) == []


@pytest.mark.parametrize("words", ["", WORDS], ids=["as shipped", "styled words"])
def test_the_content_policy_has_nothing_to_report_of_a_task(
    served_office: ServedOffice, browser: Browser, words: str
) -> None:
    """SE-29: form-js parsed the style of words in a form, which was refused and filled the console."""
    case = served_office.office.file(address="198.51.103.29", content="窗口不按指南收件", wanted="")
    key = add_task(served_office.office, case.complaint_id, "decide-acceptance")
    shipped = _begin_form_with(served_office, words)
    try:
        with served_office.page(browser, 1366, CLERK) as page:
            page.add_init_script(LISTEN)
            page.goto(f"/tasks/{key}")
            page.locator('[data-form][data-ready="true"]').wait_for()
            if words:
                expect(page.locator("[data-form] .words")).to_have_text("要求")
                expect(page.locator("[data-form]")).to_contain_text("按指南收件")
            assert _refused(page) == []
    finally:
        _set_components(served_office, shipped)


def _begin_form_with(served: ServedOffice, words: str) -> list[object]:
    [form] = served.office.rows(DeployedForm, form_id="decide-acceptance")
    shipped = form.schema_json["components"]
    first = [{"type": "text", "id": "Field_Words", "text": words}] if words else []
    _set_components(served, [*first, *shipped])
    return list(shipped)


def _set_components(served: ServedOffice, components: list[object]) -> None:
    with served.office.unit_of_work() as unit:
        form = unit.session.query(DeployedForm).filter_by(form_id="decide-acceptance").one()
        form.schema_json = {**form.schema_json, "components": components}


def _refused(page: Page) -> list[str]:
    page.wait_for_load_state("networkidle")
    return list(page.evaluate("window.refused"))
