"""The task page and its submission: the deployed form with its data, faults by path, one record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.case.task_record import TaskRecord
from tests.full_office import TOLD, FullOffice
from tests.unit.services.projected_task import ACCEPT, REFUSE, add_task
from tests.web.pages import Visitor, text_of
from tests.web_staff.cases import file_case

SignIn = Callable[[str], Visitor]
ANSWERS = {
    "category": "irregular_operation",
    "route": "register_refer",
    "complexity": "simple",
    "disclosure_level": "1",
}


def rows(*decisions: dict) -> list[dict]:
    texts = [told.rstrip("。") for told in TOLD]
    return [{"no": no, "text": texts[no - 1], **decision} for no, decision in enumerate(decisions, 1)]


def send(visitor: Visitor, address: str, answers: dict) -> tuple[int, dict]:
    answer = visitor.client.post(
        address,
        json={"answers": answers},
        headers={"X-CSRF-Token": visitor.token, "Accept": "application/json"},
    )
    return answer.status_code, answer.get_json(silent=True) or {}


def form_of(page: str) -> dict:
    found = re.search(r'id="task-form-data">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def test_the_page_holds_the_deployed_form_and_the_matters(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    page = sign_in("wen.rusheng").get(f"/tasks/{case.user_task_key}")
    form = form_of(page.text)
    assert form["schema"]["id"] == "decide-acceptance"
    assert [row["no"] for row in form["data"]["matters"]] == [1, 2]
    assert form["readonly"] is False
    assert "决定是否受理" in text_of(page)


def test_submitted_answers_are_on_file_and_the_task_waits_for_the_engine(
    office: FullOffice, sign_in: SignIn
) -> None:
    case = file_case(office)
    clerk = sign_in("wen.rusheng")
    address = f"/tasks/{case.user_task_key}"
    status, body = send(clerk, address, ANSWERS | {"matters": rows(ACCEPT, ACCEPT)})
    assert status == 200
    assert body["location"].startswith("/tasks")
    assert "已存档" in text_of(clerk.get(body["location"]))
    assert office.rows(Task, user_task_key=case.user_task_key)[0].state is TaskState.SUBMITTED
    page = clerk.get(address)
    assert "已提交" in text_of(page)
    assert form_of(page.text)["readonly"] is True
    again, body = send(clerk, address, ANSWERS | {"matters": rows(ACCEPT, ACCEPT)})
    assert (again, body["is_repeat"]) == (200, True)
    assert len(office.rows(TaskRecord)) == 1
    status, body = send(sign_in("jian.dengji"), address, ANSWERS | {"matters": rows(ACCEPT, REFUSE)})
    assert (status, body["title"]) == (409, "任务已结束")
    assert "没有存档，仍在本页" in body["detail"]


def test_each_fault_is_named_at_its_path_in_chinese_and_nothing_is_recorded(
    office: FullOffice, sign_in: SignIn
) -> None:
    case = file_case(office)
    refused = {name: value for name, value in REFUSE.items() if name != "basis"}
    status, body = send(
        sign_in("wen.rusheng"),
        f"/tasks/{case.user_task_key}",
        ANSWERS | {"matters": rows(ACCEPT, refused), "category": None},
    )
    assert status == 422
    assert {"category", "matters.1.basis"} & set(body["errors"])
    assert all(re.search("[一-鿿]", message) for message in body["errors"].values())
    assert office.rows(TaskRecord) == []


def test_a_rule_over_several_fields_marks_the_field_it_misses(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    refused = {name: value for name, value in REFUSE.items() if name != "basis"}
    status, body = send(
        sign_in("wen.rusheng"), f"/tasks/{case.user_task_key}", ANSWERS | {"matters": rows(ACCEPT, refused)}
    )
    assert status == 422
    assert set(body["errors"]) == {"matters.1.basis"}


def test_a_body_that_is_no_form_is_refused(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    clerk = sign_in("wen.rusheng")
    for body in ([], {"answers": []}, {}, None):
        answer = clerk.client.post(
            f"/tasks/{case.user_task_key}",
            data=json.dumps(body),
            content_type="application/json",
            headers={"X-CSRF-Token": clerk.token, "Accept": "application/json"},
        )
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"


def test_a_draft_comes_back_to_its_person_only(office: FullOffice, sign_in: SignIn) -> None:
    """Wish 8: what was half written is there again, for whoever wrote it."""
    case = file_case(office)
    address = f"/tasks/{case.user_task_key}"
    clerk, colleague = sign_in("wen.rusheng"), sign_in("ying.shoudao")
    status, _ = send(clerk, f"{address}/draft", {"note": "只写了一半"})
    assert status == 200
    assert form_of(clerk.get(address).text)["data"]["note"] == "只写了一半"
    assert form_of(colleague.get(address).text)["data"].get("note") != "只写了一半"
    assert len(office.rows(TaskDraft)) == 1


def test_a_taken_task_is_read_only_for_others_until_given_back(office: FullOffice, sign_in: SignIn) -> None:
    """HS-42: the button takes it."""
    case = file_case(office)
    address = f"/tasks/{case.user_task_key}"
    clerk, colleague = sign_in("wen.rusheng"), sign_in("ying.shoudao")
    clerk.post(f"{address}/claim")
    page = colleague.get(address)
    assert "已由他人领取" in text_of(page)
    assert form_of(page.text)["readonly"] is True
    clerk.post(f"{address}/release")
    assert form_of(colleague.get(address).text)["readonly"] is False


def test_the_wrong_role_reads_why_it_may_not_submit(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    investigator = sign_in("tan.genyuan")
    page = investigator.get(f"/tasks/{case.user_task_key}")
    assert "您的角色不能办理该任务" in text_of(page)
    status, _ = send(
        investigator, f"/tasks/{case.user_task_key}", ANSWERS | {"matters": rows(ACCEPT, ACCEPT)}
    )
    assert status == 403


def test_the_task_with_the_least_time_left_comes_first(office: FullOffice, sign_in: SignIn) -> None:
    """The list joins our own projection with the clocks, so it needs no engine."""
    first = file_case(office)
    office.clock.set("2026-09-09T10:00")
    second = file_case(office, "203.0.113.10")
    add_task(office, second.complaint_id, "give-answer")
    page = sign_in("wen.rusheng").get("/tasks").text
    assert f'data-complaint-number="{first.number}"' in page
    assert 'data-form-id="decide-acceptance"' in page
    assert page.index(first.number) < page.index(second.number)
