"""Deciding about several items of the due list at once: a preview of exactly these, each with its own result (UX-33, UX-56)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.beside.supervision import Supervision
from models.case.designation import Designation
from models.case.task import Task
from models.clock.clock import Clock
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import Keyring
from tests.full_office import FullOffice
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import add_task
from tests.web.pages import text_of
from tests.web_staff.cases import complain_about
from tests.web_staff.people import BY_ROLE

SUPERVISOR, CLERK = BY_ROLE["supervisor"], BY_ROLE["intake"]
REASON = "三个工作日没有进展，请说明原因和补救办法"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, whose cases each test files."""
    with serve_office(tmp_path_factory.mktemp("bulk"), sqlite_office_template) as served:
        yield served


@pytest.fixture
def supervisor(served: ServedOffice) -> SocketVisitor:
    return served.visitor(SUPERVISOR)


def file_one(office: FullOffice, no: int, about: str = "leng.rubing2") -> tuple[str, str, str]:
    """A case with an open task: its id, number and the item of its acceptance limit."""
    filed = office.file(address=f"203.0.113.{no}")
    complain_about(office, filed.complaint_id, about)
    [clock] = [row for row in office.rows(Clock, complaint_id=filed.complaint_id) if row.kind == "acceptance"]
    return filed.complaint_id, filed.number, f"clock_kind.{clock.id}"


def with_task(office: FullOffice, case: str, clock_item: str) -> str:
    """An open task of the intake that the limit presses on."""
    key = add_task(office, case, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).clock_id = clock_item.split(".")[1]
    return key


def open_ones(office: FullOffice, case: str) -> list[Supervision]:
    return list(office.rows(Supervision, complaint_id=case))


def test_nothing_is_done_by_a_preview_and_it_lists_exactly_what_was_chosen(
    served: ServedOffice, supervisor: SocketVisitor
) -> None:
    """Wish 5: previews showed other numbers than were acted on."""
    first, number, item = file_one(served.office, 40)
    _, other, _ = file_one(served.office, 41)
    page = supervisor.post("/due/chosen", {"act": "supervise", "item": [item]})
    assert page.status_code == 200
    assert number in page.text
    assert other not in page.text
    assert re.findall(r'name="key" value="([0-9a-f]+)"', page.text) == [first]
    assert open_ones(served.office, first) == []


def test_each_case_is_supervised_on_its_own_and_refusals_are_told(
    served: ServedOffice, supervisor: SocketVisitor
) -> None:
    """UX-56: one is done, one is refused with its reason, one that must be kept away from is nobody's business."""
    done, number, item = file_one(served.office, 42)
    again, _, other = file_one(served.office, 43)
    hidden, hidden_number, third = file_one(served.office, 44, about=SUPERVISOR)
    fields = {"act": "supervise", "key": [again], "reason": REASON, "submission_id": "a" * 32}
    assert "已办 1 条，未办 0 条" in text_of(supervisor.post("/due/chosen/done", fields))
    page = supervisor.post("/due/chosen", {"act": "supervise", "item": [item, other, third]})
    assert hidden_number not in page.text
    assert "已有督办在办" in text_of(page)
    assert re.findall(r'name="key" value="([0-9a-f]+)"', page.text) == [done]
    sent = {
        "act": "supervise",
        "key": [done, again, hidden],
        "label": [f"{done}\t{number}"],
        "reason": REASON,
        "submission_id": supervisor.submission_id,
    }
    result = supervisor.post("/due/chosen/done", sent)
    assert "已办 1 条，未办 2 条" in text_of(result)
    assert number in result.text
    assert [len(open_ones(served.office, case)) for case in (done, again, hidden)] == [1, 1, 0]
    assert open_ones(served.office, done)[0].reason == REASON


def test_what_is_sent_again_is_done_once(served: ServedOffice, supervisor: SocketVisitor) -> None:
    """Each row is idempotent: the second answer is the first one's, another decision is refused."""
    case, _, item = file_one(served.office, 45)
    supervisor.post("/due/chosen", {"act": "supervise", "item": [item]})
    fields = {"act": "supervise", "key": [case], "reason": REASON, "submission_id": supervisor.submission_id}
    for _ in range(2):
        assert "已办 1 条，未办 0 条" in text_of(supervisor.post("/due/chosen/done", fields))
    other = {**fields, "submission_id": "b" * 32}
    assert "已办 0 条，未办 1 条" in text_of(supervisor.post("/due/chosen/done", other))
    assert len(open_ones(served.office, case)) == 1


def test_a_decision_without_a_reason_or_a_person_does_nothing(
    served: ServedOffice, supervisor: SocketVisitor
) -> None:
    case, number, item = file_one(served.office, 46)
    key = with_task(served.office, case, item)
    fields = {"act": "supervise", "item": [item], "key": [case], "reason": " ", "submission_id": "c" * 32}
    refused = supervisor.post("/due/chosen/done", fields)
    assert refused.status_code == 422
    assert number in refused.text
    fields = {"act": "reassign", "item": [item], "key": [key], "reason": REASON, "submission_id": "d" * 32}
    assert supervisor.post("/due/chosen/done", fields).status_code == 422
    assert supervisor.post("/due/chosen/done", {**fields, "key": []}).status_code == 422
    assert open_ones(served.office, case) == []
    assert served.office.rows(Task, user_task_key=key)[0].claimed_by is None


def test_tasks_of_the_chosen_are_given_to_a_person_with_the_reason(
    served: ServedOffice, supervisor: SocketVisitor
) -> None:
    """Wish 7: from the due list, with reason; each task tells whether it was given."""
    case, number, item = file_one(served.office, 47)
    key = with_task(served.office, case, item)
    page = supervisor.post("/due/chosen", {"act": "reassign", "item": [item]})
    assert f'name="key" value="{key}"' in page.text
    assert " checked" in page.text.split(f'value="{key}"')[1].split(">")[0]
    fields = {
        "act": "reassign", "key": [key], "reason": REASON, "to": CLERK, "label": [f"{key}\t{number}"],
        "submission_id": supervisor.submission_id,
    }  # fmt: skip
    assert "已办 1 条，未办 0 条" in text_of(supervisor.post("/due/chosen/done", fields))
    assert "已办 1 条，未办 0 条" in text_of(supervisor.post("/due/chosen/done", fields))
    office = served.office
    [task] = office.rows(Task, user_task_key=key)
    assert task.claimed_by == CLERK
    [named] = office.rows(Designation, user_task_key=key)
    assert (named.staff_id, named.reason) == (CLERK, REASON)
    told = [
        row for row in office.rows(OutboxRow, kind="assign_user_task") if row.payload["user_task_key"] == key
    ]
    assert [row.payload["assignee"] for row in told] == [CLERK]
    [event] = office.rows(TrailEvent, complaint_id=case, kind="task.reassigned")
    assert REASON not in str(event.payload)


def test_whom_a_rule_keeps_away_gets_no_task_and_is_told_nothing_of_the_rule(
    served: ServedOffice, supervisor: SocketVisitor
) -> None:
    """A supervisor's word lifts no rule: not the post, not that the case is about him."""
    case, _, item = file_one(served.office, 48, about=CLERK)
    key = with_task(served.office, case, item)
    fields = {"act": "reassign", "key": [key], "reason": REASON, "submission_id": "e" * 32}
    for to, words in (
        (CLERK, "该人员不能办理这项任务"),
        (BY_ROLE["return_visit"], "该人员的岗位不办理此项任务"),
        (SUPERVISOR, "不能改派给自己"),
    ):
        page = text_of(supervisor.post("/due/chosen/done", {**fields, "to": to}))
        assert "已办 0 条，未办 1 条" in page
        assert words in page
    assert served.office.rows(Task, user_task_key=key)[0].claimed_by is None


def test_only_who_supervises_may_decide(served: ServedOffice) -> None:
    clerk = served.visitor(CLERK)
    for path in ("/due/chosen", "/due/chosen/done"):
        assert clerk.post(path, {"act": "supervise"}).status_code == 403


def test_in_a_browser_each_row_says_how_it_went(served: ServedOffice, browser: Browser) -> None:
    """UX-56: rows are sent one by one; the page shows how far it is and the answer of each."""
    cases = [file_one(served.office, 50 + no) for no in range(3)]
    with served.page(browser, 1366, SUPERVISOR) as page:
        page.goto("/due?kind=clock_kind.acceptance")
        for _, number, _ in cases:
            page.get_by_role("checkbox", name=number).check()
        expect(page.get_by_text("已选 3 条")).to_be_visible()
        page.get_by_role("button", name="督办所选").click()
        page.get_by_role("checkbox", name=cases[2][1]).uncheck()
        page.get_by_label("理由").fill(REASON)
        page.get_by_role("button", name="发起督办").click()
        expect(page.get_by_text("第 2 条，共 2 条")).to_be_visible()
        expect(page.locator("[data-result] .tag-within")).to_have_count(2)
    assert [len(open_ones(served.office, case)) for case, _, _ in cases] == [1, 1, 0]
