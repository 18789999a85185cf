"""From one task to the next as the real web server sends it: neighbours, the way on after a submission, drafts of acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.vault.keyring import Keyring
from services.worklist.submit_task import SubmitTask, submit_task
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import add_task, walk_to
from tests.web_staff.test_act_pages import form_of

CLERK, COLLEAGUE, HANDLER = "wen.rusheng", "jian.dengji", "xun.wenshi"
WRITTEN = "须调取市档案馆的旧卷"
ADDRESS = "云河市新居路8号"
_addresses = count(1)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: the order of a list is about all that is in it."""
    with serve_office(tmp_path_factory.mktemp("way-on"), sqlite_office_template) as served:
        yield served


@pytest.fixture(autouse=True)
def _no_task_of_before(served: ServedOffice) -> None:
    with served.office.unit_of_work() as unit:
        for task in unit.session.query(Task).filter(Task.state != TaskState.COMPLETED):
            task.state = TaskState.COMPLETED


def file(served: ServedOffice) -> str:
    return served.office.file(address=f"192.0.2.{next(_addresses)}").complaint_id


def planned(served: ServedOffice) -> str:
    """A case whose handler is to plan the investigation."""
    case = file(served)
    walk_to(served.office, case, "record-findings")
    return case


def plan(served: ServedOffice, case: str) -> str:
    """Its plan is submitted; the id of the record."""
    key = add_task(served.office, case, "plan-investigation")
    command = SubmitTask(key, {"methods": ["documents"], "respondent_rights": True})
    return submit_task(command, served.office.unit_of_work(), served.office.actor(HANDLER)).task_record_id


def send(visitor: SocketVisitor, address: str, answers: dict) -> dict:
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    answer = visitor.client.post(address, json={"answers": answers}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ways(visitor: SocketVisitor, record: str, after: str = "") -> dict:
    return visitor.client.get(
        f"/tasks/submitted/{record}", params={"after": after}, headers={"Accept": "application/json"}
    ).json()


def test_the_neighbours_are_the_rows_beside_it_in_the_list(served: ServedOffice) -> None:
    keys = [add_task(served.office, file(served), "decide-acceptance") for _ in range(3)]
    clerk = served.visitor(CLERK)
    listed = re.findall(r'href="/tasks/(\d+)"', clerk.get("/tasks?tab=pool").text)
    order = [key for key in dict.fromkeys(listed) if key in keys]
    middle = clerk.get(f"/tasks/{order[1]}").text
    for way, side, key in (("prev", "before", order[0]), ("next", "after", order[2])):
        assert f'rel="{way}" href="/tasks/{order[1]}/{side}"' in middle
        led = clerk.get(f"/tasks/{order[1]}/{side}")
        assert (led.status_code, led.headers["location"]) == (303, f"/tasks/{key}")
    assert 'rel="prev"' not in clerk.get(f"/tasks/{order[0]}").text
    assert 'rel="next"' not in clerk.get(f"/tasks/{order[2]}").text


def test_beyond_the_last_row_that_is_the_persons_comes_the_list(served: ServedOffice) -> None:
    key = add_task(served.office, file(served), "decide-acceptance")
    clerk = served.visitor(CLERK)
    for side in ("before", "after"):
        led = clerk.get(f"/tasks/{key}/{side}")
        assert (led.status_code, led.headers["location"]) == (303, "/tasks")
    assert served.visitor("guan.xitong").get(f"/tasks/{key}/after").status_code == 403


def test_after_a_submission_comes_the_next_step_of_the_case_else_the_next_row(served: ServedOffice) -> None:
    """Wish 12: the step of the case is there once the engine has gone on; until then the row of the list is known."""
    case, other = planned(served), planned(served)
    row = add_task(served.office, other, "plan-investigation")
    handler = served.visitor(HANDLER)
    record = plan(served, case)
    found = ways(handler, record, row)
    assert (found["in_case"], found["is_moved_on"]) == (None, False)
    assert found["in_list"] == f"/tasks/{row}?submitted={record}"
    step = add_task(served.office, case, "record-findings")
    assert ways(handler, record, row)["in_case"] == f"/tasks/{step}?submitted={record}"
    page = handler.get(f"/tasks/{step}?submitted={record}").text
    assert "1 件已提交，稍后进入下一环节" in page


def test_the_list_comes_where_nothing_is_left_and_nobody_follows_another(served: ServedOffice) -> None:
    record = plan(served, planned(served))
    assert ways(served.visitor(HANDLER), record)["in_list"] == f"/tasks?submitted={record}"
    stranger = served.visitor(COLLEAGUE).client.get(f"/tasks/submitted/{record}")
    assert stranger.status_code == 404


def test_a_task_of_ones_own_is_not_offered_to_be_taken(served: ServedOffice) -> None:
    """UX-27: what stood under “mine” had “take this task” inside."""
    case = planned(served)
    key = add_task(served.office, case, "plan-investigation")
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Task, key).assignee = HANDLER
    page = served.visitor(HANDLER).get(f"/tasks/{key}").text
    assert "领取任务" not in page
    pooled = add_task(served.office, file(served), "decide-acceptance")
    assert "领取任务" in served.visitor(CLERK).get(f"/tasks/{pooled}").text


def test_an_unfinished_act_comes_back_to_its_person_until_it_is_taken(served: ServedOffice) -> None:
    """UX-21, wish 8: the stamp is the office's clock, which is not the browser's."""
    case = planned(served)
    address = f"/cases/{case}/acts/request-extension"
    handler = served.visitor(HANDLER)
    handler.get(address)
    told = send(handler, f"{address}/draft", {"reason": WRITTEN})["told"]
    assert told.startswith(served.office.clock.now().astimezone().strftime("%Y-"))
    assert told[:10] == "2026-09-07"
    page = handler.get(address).text
    assert form_of(page)["data"]["reason"] == WRITTEN
    assert f"草稿保存于 {told}" in page
    assert WRITTEN not in served.visitor("heng.gongyun").get(address).text
    send(handler, form_of(page)["submitUrl"], {"reason": WRITTEN, "amount": 3})
    assert served.office.rows(TaskDraft, staff_id=HANDLER) == []


def test_what_goes_into_the_vault_is_in_no_draft(served: ServedOffice) -> None:
    case = planned(served)
    handler = served.visitor(HANDLER)
    address = f"/cases/{case}/acts/change-address"
    handler.get(address)
    send(handler, f"{address}/draft", {"postal_address": ADDRESS, "reason": "来电告知"})
    assert [row.answers for row in served.office.rows(TaskDraft, staff_id=HANDLER)] == [
        {"reason": "来电告知"}
    ]


def test_whoever_may_not_take_an_act_keeps_no_draft_of_it(served: ServedOffice) -> None:
    case = planned(served)
    clerk = served.visitor(CLERK)
    answer = clerk.client.post(
        f"/cases/{case}/acts/request-extension/draft",
        json={"answers": {"reason": WRITTEN}},
        headers={"X-CSRF-Token": clerk.token, "Accept": "application/json"},
    )
    assert answer.status_code == 403


def test_the_keyboard_submits_and_the_next_task_opens(served: ServedOffice, browser: Browser) -> None:
    """Ctrl+Enter from inside a field, then the next row by itself."""
    cases = [planned(served), planned(served)]
    keys = [add_task(served.office, case, "plan-investigation") for case in cases]
    with served.page(browser, 1366, HANDLER) as page:
        page.goto(f"/tasks/{keys[0]}")
        expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
        page.get_by_label("查阅资料").check()
        page.get_by_label("调查要点").fill("先看收件登记")
        page.get_by_label("调查要点").press("Control+Enter")
        page.wait_for_url(f"**/tasks/{keys[1]}?submitted=*")
        expect(page.locator("main")).to_contain_text("已存档")
    first = served.office.rows(Task, user_task_key=keys[0])[0]
    assert first.state is TaskState.SUBMITTED
    assert served.office.rows(Complaint, id=cases[0])


def test_a_vanishing_error_moves_neither_the_button_nor_the_click(
    served: ServedOffice, browser: Browser
) -> None:
    """UX-20: the lower half of the button was pressed while the line above it went away."""
    case = planned(served)
    key = add_task(served.office, case, "draft-opinion")
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Task, key).assignee = HANDLER
    with served.page(browser, 1366, HANDLER) as page:
        page.goto(f"/cases/{case}/acts/request-extension")
        expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
        button = page.locator("[data-form-submit]")
        button.click()
        field = page.get_by_label("延期理由")
        expect(page.locator(".error-summary")).to_be_visible()
        expect(field).to_be_focused()
        before = button.bounding_box()
        field.fill(WRITTEN)
        expect(page.locator(".fjs-form-field-error").filter(has_text="必填")).to_have_count(1)
        assert button.bounding_box() == before
        page.get_by_label("延长天数").fill("3")
        box = button.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 3)
        page.wait_for_url(re.compile(rf"/cases/{case}\b.*\btaken=request-extension"))


def test_an_act_is_taken_from_an_open_task_and_leads_back_to_it(
    served: ServedOffice, browser: Browser
) -> None:
    """Nobody looks for the task again after it, and what was written a moment before stays."""
    case = planned(served)
    key = add_task(served.office, case, "plan-investigation")
    with served.page(browser, 1366, HANDLER) as page:
        page.goto(f"/tasks/{key}")
        expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
        page.get_by_label("调查要点").fill(WRITTEN)
        page.get_by_role("link", name="办理事项").click()
        page.get_by_role("dialog").get_by_role("link", name="申请延长办理期限").click()
        expect(page.get_by_role("link", name="返回任务")).to_have_attribute("href", f"/tasks/{key}")
        page.get_by_label("延期理由").fill(WRITTEN)
        page.get_by_label("延长天数").fill("3")
        page.get_by_label("延长天数").press("Control+Enter")
        page.wait_for_url(f"**/tasks/{key}?taken=request-extension")
        expect(page.get_by_role("status").first).to_contain_text("已记入案卷")
        expect(page.get_by_label("调查要点")).to_have_value(WRITTEN)
