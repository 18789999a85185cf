"""A task whose form the server cannot work with says so in words, loses nothing, and goes on with the next good version."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.case.task_record import TaskRecord
from services.forms.keep_form import keep_form
from services.ports.engine import EngineForm
from tests.served_office import ServedOffice, SocketVisitor
from tests.web_staff.test_task_page import form_of

CLERK = "wen.rusheng"
_numbers = count(1)
PLACE = {"type": "textfield", "id": "F1", "key": "visited_place", "label": "核查地点"}
OPTIONS = [{"label": "已调取", "value": "yes"}, {"label": "未调取", "value": "no"}]
# What owners drew, what the page names, and what it says of it.
FAULTS: dict[str, tuple[list[dict[str, Any]], tuple[str, ...]]] = {
    "document preview": (
        [PLACE, {"type": "documentPreview", "id": "F2", "label": "现场照片", "dataSource": "=photos"}],
        ("现场照片", "系统不支持这种控件", "文件预览", "证据材料"),
    ),
    "tag list": (
        [{"type": "taglist", "id": "F2", "key": "tags", "label": "关键词", "values": OPTIONS}],
        ("关键词", "系统不支持这种控件", "标签列表"),
    ),
    "expression field": (
        [PLACE, {"type": "expression", "id": "F2", "key": "sum", "expression": "=1"}],
        ("sum", "系统不支持这种控件", "表达式字段"),
    ),
    "typing error in a condition": (
        [PLACE | {"conditional": {"hide": '=decision = = "no"'}}],
        ("核查地点", "表达式写错了", 'decision = = "no"', "改正表达式"),
    ),
    "options by an expression": (
        [{"type": "select", "id": "F2", "key": "unit", "label": "单位", "valuesExpression": "=units"}],
        ("单位", "服务器无法执行此设置", "选项表达式", "去掉该设置"),
    ),
    "two fields of one key": (
        [PLACE, PLACE | {"id": "F2", "label": "核查人员"}],
        ("核查人员", "两个字段同用此键"),
    ),
}


def form(form_id: str, version: int, components: list[dict[str, Any]]) -> EngineForm:
    schema = {"id": form_id, "type": "default", "components": components}
    text = json.dumps(schema, ensure_ascii=False)
    return EngineForm(f"{form_id}-{version}"[-20:], form_id, version, text)


def open_task(served: ServedOffice, form_id: str | None) -> Task:
    """An owner's task, which the projection holds with version 1 of its form."""
    case = served.office.file(address=f"198.51.100.{next(_numbers)}").complaint_id
    task = Task(
        user_task_key=str(2251799813990000 + next(_numbers)),
        complaint_id=case,
        element_id="Activity_1qk3v8d",
        process_instance_key="1",
        form_id=form_id,
        form_version=None if form_id is None else 1,
        candidate_groups=["intake"],
        details={"name": "现场核查"},
        state=TaskState.OPEN,
        created_at=served.office.clock.now(),
    )
    with served.office.unit_of_work() as unit:
        unit.session.add(task)
    return task


def keep(served: ServedOffice, *forms: EngineForm) -> None:
    with served.office.unit_of_work() as unit:
        assert all(keep_form(found, unit) for found in forms)


def send(visitor: SocketVisitor, address: str, answers: dict[str, object]) -> tuple[int, dict[str, Any]]:
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    answer = visitor.client.post(address, json={"answers": answers}, headers=headers)
    return answer.status_code, answer.json() if answer.content else {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_form_is_told_in_words_and_the_next_good_version_serves_the_open_task(
    served_office: ServedOffice, fault: str
) -> None:
    """OW-4: never 500 or 503; what was typed into a draft before is kept; the file says which version was answered."""
    components, words = FAULTS[fault]
    form_id = f"visit-{next(_numbers)}"
    keep(served_office, form(form_id, 1, components))
    task = open_task(served_office, form_id)
    address = f"/tasks/{task.user_task_key}"
    visitor = served_office.visitor(CLERK)
    page = visitor.get(address)
    assert page.status_code == 200
    for word in (*words, "怎样改", "第 1 版", "重新部署"):
        assert word in page.text.replace("&#34;", '"'), word
    assert "task-form-data" not in page.text
    assert send(visitor, f"{address}/draft", {"visited_place": "大厅"})[0] == 200
    status, problem = send(visitor, address, {"visited_place": "大厅"})
    assert (status, problem["code"]) == (409, "FORM_UNWORKABLE")
    assert "无法使用" in problem["title"]
    assert "重新部署" in problem["detail"]

    keep(served_office, form(form_id, 2, components), form(form_id, 3, [PLACE]), form(form_id, 4, [PLACE]))
    mended = visitor.get(address)
    assert "怎样改" not in mended.text
    assert form_of(mended.text)["data"] == {"visited_place": "大厅"}, "the draft is shown in the mended form"
    assert send(visitor, address, {"visited_place": "大厅西侧"})[0] == 200
    (record,) = served_office.office.rows(TaskRecord, user_task_key=task.user_task_key)
    assert record.form_version == 3, "the next good one, and not a later one"
    assert record.answers[0]["label"] == "核查地点"
    assert served_office.office.rows(TaskDraft, user_task_key=task.user_task_key) == []


def test_a_task_without_a_form_says_so_and_what_to_do(served_office: ServedOffice) -> None:
    """OW-18."""
    task = open_task(served_office, None)
    address = f"/tasks/{task.user_task_key}"
    visitor = served_office.visitor(CLERK)
    page = visitor.get(address)
    assert page.status_code == 200
    for word in ("现场核查", "这个任务没有表单", "处理办法", "关联表单", "都保留"):
        assert word in page.text, word
    status, problem = send(visitor, address, {})
    assert (status, problem["code"]) == (409, "TASK_WITHOUT_FORM")
    english = visitor.get(f"{address}?lang=en").text
    assert "This task has no form" in english
    assert "links a form to the task" in english


def test_a_program_reads_why_there_is_no_form(served_office: ServedOffice) -> None:
    """OW-18: no schema, and the reason by its code."""
    form_id = f"visit-{next(_numbers)}"
    keep(served_office, form(form_id, 1, FAULTS["tag list"][0]))
    visitor = served_office.visitor(CLERK)
    for name, code in ((form_id, "FORM_UNWORKABLE"), (None, "TASK_WITHOUT_FORM")):
        answer = visitor.get(f"/api/v1/tasks/{open_task(served_office, name).user_task_key}")
        assert answer.status_code == 200
        body = answer.json()
        assert (body["schema"], body["can_submit"], body["why_not"]) == (None, False, code)


def test_a_good_form_stays_with_its_task_whatever_is_deployed_later(served_office: ServedOffice) -> None:
    """OW-18: only a form that cannot be worked with is replaced under an open task."""
    form_id = f"visit-{next(_numbers)}"
    keep(served_office, form(form_id, 1, [PLACE]), form(form_id, 2, [PLACE | {"label": "新的标签"}]))
    page = served_office.visitor(CLERK).get(f"/tasks/{open_task(served_office, form_id).user_task_key}")
    assert [field["label"] for field in form_of(page.text)["schema"]["components"]] == ["核查地点"]
