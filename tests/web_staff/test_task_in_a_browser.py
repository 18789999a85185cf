"""The task page in Chromium: form-js speaks Chinese, a server's fault stands at its field, a submission arrives."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.office.deployed_form import DeployedForm
from tests.full_office import FullOffice
from tests.web_staff.cases import TestCase, file_case
from tests.web_staff.desk import Desk
from tests.web_staff.fake_monitor import FakeMonitor
from tests.web_staff.test_monitor import CHILD, running_case


def open_task(page: Page, desk: Desk, case: TestCase) -> None:
    page.goto(f"{desk.address}/tasks/{case.user_task_key}")
    expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")


def accept_matters(page: Page) -> None:
    """Every matter, with the three points of the acceptance."""
    points = (
        "投诉主体明确（匿名的：线索可以核查）",
        "事项具体",
        "可诉（有被投诉对象、属受理范围、未进入其他法定程序）",
    )
    for label in ("受理", *points):
        for choice in page.get_by_label(label, exact=True).all():
            choice.check()


def ask_only(office: FullOffice, field: dict[str, object]) -> None:
    """The form of the decision is cut down to this field."""
    with office.unit_of_work() as unit:
        form = unit.session.query(DeployedForm).filter_by(form_id="decide-acceptance").one()
        form.schema_json = {**form.schema_json, "components": [field]}


def send(page: Page) -> str:
    """What the form sends; it is refused, since a form that was cut down is no decision."""
    page.route("**/*", lambda route: route.fulfill(status=422, json={"title": "先不提交", "errors": []}))
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("[data-form-submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    return sent.value.post_data or ""


@pytest.mark.parametrize("width", [390, 1366])
def test_a_decision_is_submitted_on_narrow_and_wide_screens(
    desk: Desk, office: FullOffice, width: int
) -> None:
    """The clerk decides per matter on the deployed form."""
    case = file_case(office)
    with desk.page_of("wen.rusheng", width) as page:
        open_task(page, desk, case)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("登记转办类").check()
        page.get_by_label("简易", exact=True).check()
        accept_matters(page)
        page.locator("[data-form-submit]").click()
        page.wait_for_url("**/tasks?submitted=*")
        expect(page.locator("main")).to_contain_text("已存档")
    assert len(office.rows(TaskRecord)) == 1
    assert office.rows(Task)[0].state is TaskState.SUBMITTED


def test_what_only_the_server_knows_is_shown_at_its_field(desk: Desk, office: FullOffice) -> None:
    """An accepted matter needs the complexity: a rule of the office, not of the form."""
    case = file_case(office)
    with desk.page_of("wen.rusheng", 1366) as page:
        open_task(page, desk, case)
        page.get_by_label("登记转办类").check()
        accept_matters(page)
        page.locator("[data-form-submit]").click()
        summary = page.locator(".error-summary")
        expect(summary).to_be_visible()
        expect(summary).to_contain_text("复杂程度")
    assert office.rows(TaskRecord) == []


def test_a_date_that_is_missing_is_named_by_its_label(desk: Desk, office: FullOffice) -> None:
    """OW-8: form-js writes `dateLabel` and no `label`; the summary named the field by its id."""
    case = file_case(office)
    date = {"type": "datetime", "subtype": "date", "id": "Field_9287b68", "key": "visited_on"}
    ask_only(office, date | {"dateLabel": "查看日期", "validate": {"required": True}})
    with desk.page_of("wen.rusheng", 1366) as page:
        open_task(page, desk, case)
        page.locator("[data-form-submit]").click()
        summary = page.locator(".error-summary")
        expect(summary).to_contain_text("查看日期：")
        expect(summary).not_to_contain_text("Field_")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_a_date_stands_in_the_chinese_order_whatever_the_browser_speaks(
    desk: Desk, office: FullOffice, locale: str
) -> None:
    """OW-8: the field showed mm/dd/yyyy on a Chinese page, and took the 7th of September for the 9th of July."""
    case = file_case(office)
    date = {
        "type": "datetime",
        "subtype": "date",
        "id": "Field_1",
        "key": "visited_on",
        "dateLabel": "查看日期",
    }
    ask_only(office, date)
    with desk.page_of("wen.rusheng", 1366, locale=locale) as page:
        open_task(page, desk, case)
        field = page.get_by_label("查看日期")
        expect(field).to_have_attribute("placeholder", "年/月/日")
        field.click()
        expect(page.locator(".flatpickr-calendar.open .flatpickr-weekday").first).to_contain_text("周")
        field.fill("2026/9/7")
        field.press("Enter")
        expect(field).to_have_value("2026/9/7")
        assert "2026-09-07" in send(page)


# Day and time, each typed and left, and no frame is drawn between: so a busy machine meets who types fast.
TYPED_AHEAD = """async ([day, time]) => {
  for (const [input, text] of [[day, '2026/9/7'], [time, '9:30']]) {
    input.focus();
    document.execCommand('insertText', false, text);
    await Promise.resolve();
    input.blur();
    await Promise.resolve();
  }
}"""


def test_day_and_time_typed_faster_than_the_page_is_drawn_are_both_kept(
    desk: Desk, office: FullOffice
) -> None:
    """form-js hands a value on after a frame; what came into the other input meanwhile was forgotten."""
    case = file_case(office)
    asked = {"type": "datetime", "subtype": "datetime", "id": "Field_1", "key": "visited_at", "use24h": True}
    labels = {"dateLabel": "到访日期", "timeLabel": "到访时刻", "timeInterval": 1}
    ask_only(office, asked | labels)
    with desk.page_of("wen.rusheng", 1366) as page:
        open_task(page, desk, case)
        inputs = [page.get_by_label(label).element_handle() for label in ("到访日期", "到访时刻")]
        page.evaluate(TYPED_AHEAD, inputs)
        assert "2026-09-07T09:30" in send(page)


def test_the_diagram_is_drawn_with_its_table(desk: Desk, office: FullOffice, monitor: FakeMonitor) -> None:
    running_case(office, monitor)
    with desk.page_of("jian.rujing", 1366) as page:
        page.goto(f"{desk.address}/monitor/instances/{CHILD}")
        expect(page.locator("[data-monitor]")).to_have_attribute("data-ready", "true")
        expect(page.locator("[data-monitor] [data-element-id=Call_WatchAcceptance]").first).to_be_visible()
        expect(page.locator(".step-list")).to_contain_text("监督受理时限")


@pytest.mark.parametrize("width", [390, 1366])
def test_no_staff_page_is_wider_than_its_screen(
    desk: Desk, office: FullOffice, monitor: FakeMonitor, width: int
) -> None:
    case = file_case(office)
    monitor.add_instance("1", "complaint")
    with desk.page_of("zong.lanyun", width) as page:
        for path in (
            "/tasks",
            "/cases",
            f"/cases/{case.complaint_id}",
            f"/cases/{case.complaint_id}/receipt",
            "/due",
            "/monitor/instances",
            "/monitor/instances/1",
            "/monitor/incidents",
        ):
            page.goto(desk.address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
