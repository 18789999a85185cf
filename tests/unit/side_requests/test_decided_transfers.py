"""A matter handed over by a decision (转办): whoever decides is asked of each mark of a third person before it leaves."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.beside.sent_sheet import SentSheet
from models.case.complaint import Complaint
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.errors import InvalidInput
from models.ledger.trail_event import TrailEvent
from services.beside.sheets.settle_leaving import Decided
from services.forms.task_case import TaskCase
from services.tasks.approve_acceptance import context
from services.worklist.submit_task import SubmitTask, submit_task
from tests.full_office import FullOffice
from tests.unit.services.projected_task import REFUSE, add_task, submit_alone

CLERK, APPROVER = "wen.rusheng", "heng.gongyun"
DAUGHTER, NEIGHBOUR = "林小雨", "赵德柱"
WHY = "须核对其当日的取号记录"
HANDED_OVER = {
    "decision": "refer",
    "refer_to": "X-DL",
    "wording": f"窗口工作人员对办事人的女儿{DAUGHTER}使用不文明用语",
    "occurred": "2026年9月1日上午",
    "place": f"邻居{NEIGHBOUR}家门口",
}
LATER = {"decision": "later"}
DECIDED = Decided({DAUGHTER: WHY, NEIGHBOUR: None}, is_checked=True)


@pytest.fixture
def case(office: FullOffice) -> str:
    return office.file(wanted="一、道歉；二、说明").complaint_id


def decide(office: FullOffice, case: str, decided: Decided | None, *rows: dict[str, object]) -> None:
    key = add_task(office, case, "decide-acceptance")
    answers = {
        "category": "irregular_operation",
        "route": "intervene",
        "disclosure_level": "1",
        "is_checked": True,
        "matters": list(rows),
    }
    submit_task(SubmitTask(key, answers, decided), office.unit_of_work(), office.actor(CLERK))


def read_sheet(office: FullOffice, case: str) -> SentSheet:
    [sheet] = office.rows(SentSheet, complaint_id=case)
    return sheet


def test_what_a_decision_hands_over_leaves_as_whoever_decided_let_it(office: FullOffice, case: str) -> None:
    """SE-15: nothing is decided before he has looked; what stands has its reason, and the trail has counts alone."""
    for decided, errors in (
        (None, {"third_persons", "third_persons.0", "third_persons.1"}),
        (Decided({DAUGHTER: None}, is_checked=True), {"third_persons.1"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            decide(office, case, decided, HANDED_OVER, LATER)
        assert set(refused.value.errors) == errors
    assert office.rows(Referral, complaint_id=case) == office.rows(TaskRecord, complaint_id=case) == []
    decide(office, case, DECIDED, HANDED_OVER, LATER)
    sheet = read_sheet(office, case)
    assert f"办事人的女儿{DAUGHTER}使用不文明用语" in sheet.text
    assert NEIGHBOUR not in sheet.text
    assert "地点：邻居■家门口" in sheet.text
    assert sheet.left_standing == [{"words": DAUGHTER, "reason": WHY}]
    [told] = office.rows(TrailEvent, complaint_id=case, kind="words.confirmed")
    assert (told.payload["cut"], told.payload["left"], WHY in str(told.payload)) == (1, 1, False)


def test_a_place_that_does_not_leave_is_asked_of_nobody(office: FullOffice, case: str) -> None:
    """SE-15: at level 0 the wording leaves alone, and a decision that hands nothing over asks nothing."""
    key = add_task(office, case, "decide-acceptance")
    answers = {
        "category": "irregular_operation",
        "route": "intervene",
        "disclosure_level": "0",
        "is_checked": True,
        "matters": [{**HANDED_OVER, "wording": "窗口工作人员使用不文明用语"}, LATER],
    }
    submit_task(SubmitTask(key, answers), office.unit_of_work(), office.actor(CLERK))
    assert read_sheet(office, case).left_standing == []
    assert office.rows(TrailEvent, complaint_id=case, kind="words.confirmed") == []


def test_what_waits_for_approval_leaves_as_its_proposer_decided_and_its_approver_reads_what_stands(
    office: FullOffice, case: str
) -> None:
    """SE-15: a refusal beside it holds the whole decision back; what he decided is kept with it."""
    decide(office, case, DECIDED, HANDED_OVER, REFUSE)
    assert office.rows(SentSheet, complaint_id=case) == []
    key = add_task(office, case, "approve-acceptance")
    with office.unit_of_work().reading() as unit:
        task = unit.session.get_one(Task, key)
        complaint = unit.session.get_one(Complaint, case)
        shown = context(TaskCase(unit, complaint, task, office.actor(APPROVER)))
    assert f"送出时保留可能指向他人的“{DAUGHTER}”，理由：{WHY}" in str(shown["proposal"])
    assert "以“■”代替" in str(shown["proposal"])
    submit_alone(office, case, "approve-acceptance", APPROVER, approval="approve")
    sheet = read_sheet(office, case)
    assert DAUGHTER in sheet.text
    assert NEIGHBOUR not in sheet.text
    assert sheet.left_standing == [{"words": DAUGHTER, "reason": WHY}]
