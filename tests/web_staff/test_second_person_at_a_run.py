"""The end and the new beginning of a run: shown before, reasoned, confirmed by a second person, and on the trail."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from models.case.case_run import CaseRun
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.approval_codes import ApprovalLevel
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.acts.take_act import TakeAct, take_act
from services.office.approvals import ChangeApproval, change_approval
from tests.full_office import FullOffice
from tests.web.pages import Visitor, text_of
from tests.web_staff.cases import TestCase, complain_about, file_case

ONE, OTHER = "jian.rujing", "zong.lanyun"
ROOT = "2251799813685300"
SignIn = Callable[[str], Visitor]


@pytest.fixture
def case(office: FullOffice) -> TestCase:
    """One whose process waits at a task."""
    filed = file_case(office)
    with office.unit_of_work() as unit:
        unit.session.get_one(CaseRun, (filed.complaint_id, 1)).process_instance_key = ROOT
    return filed


def propose(office: FullOffice, case: TestCase, act: str, by: str = ONE) -> None:
    command = TakeAct(case.complaint_id, act, {"reason": "流程图画错，须重新走"})
    take_act(command, office.unit_of_work(), office.actor(by))


def place_of(visitor: Visitor, case: TestCase) -> str:
    listed = visitor.get("/monitor/runs").text
    found = re.search(rf'href="(/monitor/runs/[0-9a-f]+)">{case.number}<', listed)
    assert found, text_of(visitor.get("/monitor/runs"))
    return found[1]


def runs(office: FullOffice, case: TestCase) -> list[str | None]:
    found = sorted(office.rows(CaseRun, complaint_id=case.complaint_id), key=lambda run: run.run_no)
    return [run.end_reason for run in found]


def kinds(office: FullOffice, case: TestCase) -> list[tuple[str, str]]:
    told = ("proposal.made", "proposal.approved", "proposal.sent_back", "run.cancelled", "run.taken_up")
    events = office.rows(TrailEvent, complaint_id=case.complaint_id)
    return [(row.kind, row.actor) for row in sorted(events, key=lambda row: row.seq) if row.kind in told]


def test_ending_a_run_shows_what_ends_and_takes_a_second_person(
    office: FullOffice, sign_in: SignIn, case: TestCase
) -> None:
    """UX-19: one text box and a blue button; no preview of what is cancelled, no second person."""
    before = text_of(sign_in(ONE).get(f"/cases/{case.complaint_id}/acts/cancel-run"))
    for words in (
        "将终止的内容",
        "以下1项待办任务",
        "期限继续计算",
        "受理决定",
        "须经另一名监督人员或负责人确认",
    ):
        assert words in before, words
    propose(office, case, "cancel-run")
    assert runs(office, case) == [None]
    assert office.rows(OutboxRow, kind="cancel_instance") == []
    one, other = sign_in(ONE), sign_in(OTHER)
    own = one.get(place_of(one, case))
    assert "由您提出" in text_of(own)
    assert 'value="confirm"' not in own.text
    assert one.post(place_of(one, case), {"decision": "confirm"}).status_code == 409
    assert runs(office, case) == [None]
    entry = re.search(r'href="/monitor/runs".*?</a>', other.get("/due").text, re.S)
    assert entry
    assert '<span class="tag tag-over">1</span>' in entry[0]
    shown = text_of(other.get(place_of(other, case)))
    for words in ("流程图画错，须重新走", "简如镜", "将终止的内容", "以下1项待办任务"):
        assert words in shown, words
    assert other.post(place_of(other, case), {"decision": "confirm"}).status_code == 303
    assert runs(office, case) == ["cancelled"]
    assert [row.state for row in office.rows(Task, complaint_id=case.complaint_id)] == [TaskState.CANCELLED]
    assert kinds(office, case) == [
        ("proposal.made", ONE),
        ("proposal.approved", OTHER),
        ("run.cancelled", ONE),
    ]
    assert "没有等待确认的事项" in text_of(other.get("/monitor/runs"))


def test_taking_a_case_up_says_at_which_stage_it_begins_and_takes_a_second_person(
    office: FullOffice, sign_in: SignIn, case: TestCase
) -> None:
    """UX-19."""
    propose(office, case, "cancel-run")
    sign_in(OTHER).post(place_of(sign_in(OTHER), case), {"decision": "confirm"})
    propose(office, case, "take-up-run", by=OTHER)
    one = sign_in(ONE)
    place = place_of(one, case)
    assert "第2次办理从“受理”阶段开始" in text_of(one.get(place))
    assert runs(office, case) == ["cancelled"]
    assert one.post(place, {"decision": "confirm"}).status_code == 303
    assert runs(office, case) == ["cancelled", None]
    assert kinds(office, case)[-2:] == [("proposal.approved", ONE), ("run.taken_up", OTHER)]


def test_a_refusal_wants_a_reason_and_changes_nothing(
    office: FullOffice, sign_in: SignIn, case: TestCase
) -> None:
    """UX-19: whoever proposed it may take it back the same way, and propose it once only."""
    propose(office, case, "cancel-run")
    assert "等待另一人确认" in text_of(sign_in(ONE).get(f"/cases/{case.complaint_id}/acts/cancel-run"))
    other = sign_in(OTHER)
    place = place_of(other, case)
    assert other.post(place, {"decision": "refuse", "reason": " "}).status_code == 422
    assert other.post(place, {"reason": "没有按钮"}).status_code == 422
    assert other.post(place, {"decision": "refuse", "reason": "先问承办人"}).status_code == 303
    assert runs(office, case) == [None]
    assert kinds(office, case)[-1] == ("proposal.sent_back", OTHER)
    assert other.get(place).status_code == 404


def test_what_has_moved_since_can_only_be_refused(
    office: FullOffice, sign_in: SignIn, case: TestCase
) -> None:
    """UX-19: nobody confirms the end of a run that is another by now."""
    propose(office, case, "cancel-run")
    other = sign_in(OTHER)
    place = place_of(other, case)
    with office.unit_of_work() as unit:
        unit.session.get_one(CaseRun, (case.complaint_id, 1)).ended_at = office.clock.now()
    assert "已变化" in text_of(other.get(place))
    assert other.post(place, {"decision": "confirm"}).status_code == 409
    assert kinds(office, case) == [("proposal.made", ONE)]


def test_who_must_keep_away_neither_sees_nor_counts_it(
    office: FullOffice, sign_in: SignIn, case: TestCase
) -> None:
    """UX-19: nor does anybody who does not supervise."""
    propose(office, case, "cancel-run")
    place = place_of(sign_in(OTHER), case)
    complain_about(office, case.complaint_id, OTHER)
    other = sign_in(OTHER)
    assert case.number not in other.get("/monitor/runs").text
    assert other.get(place).status_code == other.post(place, {"decision": "confirm"}).status_code == 404
    assert sign_in("wen.rusheng").get("/monitor/runs").status_code == 403


def test_an_office_may_do_without_a_second_person(office: FullOffice, case: TestCase) -> None:
    """UX-19: said by an administrator with a reason; a level of somebody in charge is not offered."""
    command = ChangeApproval("run", ApprovalLevel.NOBODY.value, "本中心只有一名监督人员")
    change_approval(command, office.unit_of_work(), office.actor("guan.xitong"))
    propose(office, case, "cancel-run")
    assert runs(office, case) == ["cancelled"]
