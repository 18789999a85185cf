"""Tasklist or any REST client cannot go around the rules: the engine asks us before a task is completed or assigned."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.acceptance.walk import Case, answer, file_case, open_task, stage_of, walk_to
from tests.office_process import OfficeProcess

ABOUT_CLERK = {
    "content": "昨天下午我去投诉处置科交材料，工作人员应收到态度恶劣，让我明天再来。",
    "respondent_window": "",
    "respondent_staff": "应收到",
    "respondent_unit": "投诉处置科",
}


def foreign(office: OfficeProcess, method: str, path: str, body: dict[str, object]) -> httpx.Response:
    """What a client without the application's ways is answered."""
    return httpx.request(method, f"{office.settings.rest_address}/v2/{path}", json=body, timeout=30)


def engine_task(office: OfficeProcess, key: str) -> dict[str, object]:
    task = office.engine.get(f"user-tasks/{key}")
    return {name: task.get(name) for name in ("state", "assignee", "elementId")}


def test_a_foreign_completion_is_refused_with_the_reason_in_chinese(office: OfficeProcess) -> None:
    """POST /v2/user-tasks/{key}/completion without a record gets 409; the case stays where it is."""
    case = file_case(office)
    key = open_task(office, case, "decide-acceptance").user_task_key
    before = engine_task(office, key)
    refusal = foreign(office, "POST", f"user-tasks/{key}/completion", {"variables": {"outcome": "accepted"}})
    assert refusal.status_code == 409
    assert "此任务尚未在接办系统中提交，不能从其他途径完成。" in refusal.json()["detail"]
    office.settle()
    assert engine_task(office, key) == before
    assert stage_of(office, case) == "intake"
    assert answer(office, case, "decide-acceptance"), "its own people still can"
    open_task(office, case, "assign-handler")


@pytest.fixture(scope="module")
def case_about_the_handler(office: OfficeProcess) -> Case:
    """A case about 贾忙碌 at her window, in investigation."""
    case = file_case(office)
    walk_to(office, case, "investigation")
    return case


@pytest.mark.parametrize(
    ("login", "reason"),
    [
        ("jia.manglu", "岗位权限"),
        ("nobody.here", "没有这名在岗人员"),
        ("fang.huiyin", "岗位权限"),
    ],
)
def test_a_foreign_assignment_of_a_person_without_the_role_is_refused(
    login: str, reason: str, office: OfficeProcess, case_about_the_handler: Case
) -> None:
    """The assigning listener denies; the assignee stays."""
    key = open_task(office, case_about_the_handler, "plan-investigation").user_task_key
    before = engine_task(office, key)
    refusal = foreign(office, "POST", f"user-tasks/{key}/assignment", {"assignee": login})
    assert refusal.status_code == 409
    assert reason in refusal.json()["detail"]
    office.settle()
    assert engine_task(office, key) == before


def test_a_foreign_assignment_of_the_person_complained_about_is_refused(office: OfficeProcess) -> None:
    """DM-15, R45: the intake clerk 应收到 must not decide on the complaint himself, nor a colleague of his office."""
    case = file_case(office, **ABOUT_CLERK)
    key = open_task(office, case, "decide-acceptance").user_task_key
    for login, reason in (
        ("ying.shoudao", "该人员是本件的被投诉人，不得办理本件。"),
        ("wen.rusheng", "限阅"),
    ):
        refusal = foreign(office, "POST", f"user-tasks/{key}/assignment", {"assignee": login})
        assert refusal.status_code == 409
        assert reason in refusal.json()["detail"]
    office.settle()
    assert engine_task(office, key)["assignee"] is None
    allowed = foreign(office, "POST", f"user-tasks/{key}/assignment", {"assignee": "du.daodi"})
    assert allowed.status_code == 204
    office.settle()
    assert engine_task(office, key)["assignee"] == "du.daodi"


def test_without_workers_a_foreign_change_waits_and_leaves_the_task_as_it_is(office: OfficeProcess) -> None:
    """Nobody can judge the change, so its author gets 504, and later nothing of it happens."""
    cases = [file_case(office), file_case(office)]
    keys = [open_task(office, case, "decide-acceptance").user_task_key for case in cases]
    office.settle()
    before = [engine_task(office, key) for key in keys]
    office.kill("workers")
    changes = (
        (f"user-tasks/{keys[0]}/completion", {"variables": {"outcome": "accepted"}}),
        (f"user-tasks/{keys[1]}/assignment", {"assignee": "fang.huiyin"}),
    )
    with ThreadPoolExecutor() as together:
        late = list(together.map(lambda change: foreign(office, "POST", *change), changes))
    assert [answer.status_code for answer in late] == [504, 504]
    # Both changes wait for a judge, as on a cluster; neither has happened.
    waiting = [engine_task(office, key) for key in keys]
    assert [(task["state"], task["assignee"]) for task in waiting] == [
        ("COMPLETING", None),
        ("ASSIGNING", None),
    ]
    office.start("workers")
    office.settle()
    assert [engine_task(office, key) for key in keys] == before
    assert answer(office, cases[0], "decide-acceptance")
    open_task(office, cases[0], "assign-handler")
