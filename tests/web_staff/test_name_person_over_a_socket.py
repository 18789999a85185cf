"""A supervisor names a person for a task of nobody, in a browser by the keyboard; the person does it."""

from __future__ import annotations

import json
import re
from itertools import count

from playwright.sync_api import Browser, Page, expect

from models.case.designation import Designation
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.office.staff import Staff
from services.forms.keep_form import keep_form
from services.ports.engine import EngineForm
from services.standstill.name_person import NamePerson, name_person
from tests.served_office import ServedOffice
from tests.standstill_look import look
from tests.web.case_file import read_file
from tests.web_a11y.look import violations_of

SUPERVISOR, PERSON, REPRESENTATIVE = "jian.rujing", "hui.fangyi", "zong.heke"
REASON = "图中写错了角色，回访员熟悉这项业务"
# On the list, or on another task that this person has.
TAKEN = re.compile(r"/tasks(/\d+)?\?submitted=")
_numbers = count(1)
# Types into fields by their labels, all before the page is drawn again; whether the cursor leaves the field.
_TYPE_BOTH = """(typed) => typed.forEach(([label, words, leaves]) => {
  const of = [...document.querySelectorAll('[data-form] label')].find((one) => one.textContent.includes(label));
  const field = document.getElementById(of.htmlFor);
  field.value = words;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (leaves) field.dispatchEvent(new FocusEvent('blur'));
})"""


def open_task(served: ServedOffice, *more_labels: str) -> Task:
    """A task of an owner's diagram that names a role which does not exist; its form asks for a place, and for more."""
    number = next(_numbers)
    case = served.office.file(address=f"198.51.100.{100 + number}").complaint_id
    place = {"type": "textfield", "id": "F1", "key": "visited_place", "label": "核查地点"}
    more = [
        {**place, "id": f"M{at}", "key": f"more_{at}", "label": label} for at, label in enumerate(more_labels)
    ]
    schema = {"id": f"site-{number}", "type": "default", "components": [place, *more]}
    task = Task(
        user_task_key=str(2251799813970000 + number),
        complaint_id=case,
        element_id="Activity_1qk3v8d",
        process_instance_key="1",
        form_id=f"site-{number}",
        form_version=1,
        candidate_groups=["investigators"],
        details={"name": "现场核查"},
        state=TaskState.OPEN,
        created_at=served.office.clock.now(),
    )
    with served.office.unit_of_work() as unit:
        form = EngineForm(f"96{number}", f"site-{number}", 1, json.dumps(schema, ensure_ascii=False))
        keep_form(form, unit)
        unit.session.add(task)
    look(served.office)
    return task


def tab_to(page: Page, selector: str) -> None:
    """Go on by the keyboard until this has the focus."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate(
            "document.activeElement.matches(arguments_0)".replace("arguments_0", json.dumps(selector))
        ):
            return
    raise AssertionError(f"not reached by the keyboard: {selector}")


def test_a_person_is_named_by_the_keyboard_finds_the_task_and_completes_it(
    served_office: ServedOffice, browser: Browser
) -> None:
    """OW-2 OW-27: from the list of what stands still to the answers on file, through the product's own server."""
    task = open_task(served_office)
    with served_office.office.unit_of_work().reading() as unit:
        person = unit.session.get_one(Staff, PERSON).name
    with served_office.page(browser, 1366, SUPERVISOR) as page:
        page.goto("/monitor/stuck?lang=zh")
        expect(page.get_by_role("row", name="现场核查").first).to_contain_text("图中所写的角色本系统没有")
        assert violations_of(page) == []
        tab_to(page, f'a[href="/monitor/stuck/tasks/{task.user_task_key}"]')
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="指定人员办理")).to_be_visible()
        tab_to(page, "#q")
        page.keyboard.type(person)
        page.keyboard.press("Enter")
        expect(page.get_by_role("radio")).to_have_count(1)
        tab_to(page, "main form[method=post] button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("由谁办理")
        expect(page.get_by_role("alert")).to_contain_text("指定的理由")
        assert violations_of(page) == []
        expect(page.get_by_role("radio")).to_have_count(1)
        tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        tab_to(page, "#reason")
        page.keyboard.type(REASON)
        tab_to(page, "main form[method=post] button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("指定已记入本件留痕")
        expect(page.locator(f'a[href="/monitor/stuck/tasks/{task.user_task_key}"]')).to_have_count(0)
    (row,) = served_office.office.rows(Designation, user_task_key=task.user_task_key)
    assert (row.staff_id, row.by, row.reason) == (PERSON, SUPERVISOR, REASON)
    with served_office.page(browser, 1366, PERSON) as page:
        page.goto("/tasks?lang=zh")
        expect(page.get_by_role("row", name="现场核查")).to_contain_text("督察指定您办理")
        page.get_by_role("link", name="现场核查").click()
        expect(page.get_by_role("note")).to_contain_text(REASON)
        page.get_by_label("核查地点").fill("大厅西侧")
        page.get_by_role("button", name="提交").click()
        page.wait_for_url(TAKEN)
    (record,) = served_office.office.rows(TaskRecord, user_task_key=task.user_task_key)
    assert (record.submitted_by, record.answers[0]["value"]) == (PERSON, "大厅西侧")
    file = read_file(served_office.visitor(SUPERVISOR), task.complaint_id).text
    for words in ("督察指定人员办理任务", "指定办理一个任务", REASON):
        assert words in file, words


def test_what_is_being_typed_stays_when_the_form_is_drawn_anew(
    served_office: ServedOffice, browser: Browser
) -> None:
    """As when a file has been sent meanwhile: a field that still has the cursor keeps its words, and they are sent."""
    task = open_task(served_office, "核查经过")
    office = served_office.office
    named = NamePerson(task.user_task_key, PERSON, REASON)
    name_person(named, office.unit_of_work(), office.actor(SUPERVISOR))
    with served_office.page(browser, 1366, PERSON) as page:
        page.goto(f"/tasks/{task.user_task_key}?lang=zh")
        expect(page.get_by_role("button", name="提交")).to_be_enabled()
        page.evaluate(_TYPE_BOTH, [["核查地点", "大厅西侧", False], ["核查经过", "看过", True]])
        expect(page.get_by_label("核查经过")).to_have_value("看过")
        page.get_by_role("button", name="提交").click()
        page.wait_for_url(TAKEN)
    (record,) = served_office.office.rows(TaskRecord, user_task_key=task.user_task_key)
    assert [row["value"] for row in record.answers] == ["大厅西侧", "看过"]


def test_who_may_not_be_named_is_refused_at_the_field_in_both_languages(served_office: ServedOffice) -> None:
    """OW-27: a name that was tried out tells nothing of why; what was typed stays; nobody else comes in."""
    task = open_task(served_office)
    address = f"/monitor/stuck/tasks/{task.user_task_key}"
    supervisor = served_office.visitor(SUPERVISOR)
    assert "不能指定本人" not in supervisor.get(address).text
    refused = supervisor.post(address, {"staff_id": SUPERVISOR, "reason": REASON, "q": "监督"})
    assert refused.status_code == 422
    assert 'id="staff_id-error">不能指定本人' in refused.text
    assert REASON in refused.text
    assert 'value="监督"' in refused.text
    english = supervisor.post(f"{address}?lang=en", {"staff_id": "guan.xitong", "reason": ""})
    assert "With the roles of this person there is no list of tasks" in english.text
    assert served_office.office.rows(Designation, user_task_key=task.user_task_key) == []
    for login, status in (("wen.rusheng", 403), (REPRESENTATIVE, 403)):
        visitor = served_office.visitor(login)
        assert visitor.get(address).status_code == status
        assert visitor.post(address, {"staff_id": PERSON, "reason": REASON}).status_code == status
    assert supervisor.get("/monitor/stuck/tasks/4711").status_code == 404


def test_a_task_that_somebody_may_do_again_says_so(served_office: ServedOffice) -> None:
    """OW-27: a page that is older than the mended role."""
    task = open_task(served_office)
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Task, task.user_task_key).candidate_groups = ["intake"]
    answer = served_office.visitor(SUPERVISOR).get(f"/monitor/stuck/tasks/{task.user_task_key}")
    assert answer.status_code == 409
    assert "此任务有人可办" in answer.text
