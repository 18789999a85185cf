"""Acts beside the tasks: who may take which, what is recorded, and whom a recusal puts in whose place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.beside.recusal import Recusal
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import RequestState
from models.case.respondent import Respondent
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.codes import CaseRole, RecusalOutcome, RecusalSubject, RequestedSide, Role
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.ground.ids import new_id
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.access.task_facts import TaskFacts
from services.acts.get_act_page import get_act_page
from services.acts.list_acts import list_acts
from services.acts.registry import ACTS
from services.acts.take_act import TakeAct, TakenAct, take_act
from services.worklist.reassign_tasks import list_misplaced, reassign
from services.worklist.task_permission import find_bar
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, walk_to
from tests.unit.services.requests_office import act, ask_for_material

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)


def recuse(office: FullOffice, complaint_id: str, login: str, replaced_by: str) -> None:
    """A decided recusal with its new handler."""
    with office.unit_of_work() as unit:
        unit.session.add(
            Recusal(
                id=new_id(), complaint_id=complaint_id, no=1, round=1, state=RequestState.ANSWERED,
                requested_by=login, requested_at=office.clock.now(), who_kind=RecusalSubject.STAFF, who=login,
                reason="与被投诉人有亲属关系", requested_side=RequestedSide.STAFF,
                outcome=RecusalOutcome.RECUSED, replaced_by=replaced_by,
            )
        )  # fmt: skip
        unit.session.get_one(Complaint, complaint_id).handler_id = replaced_by


def test_every_act_has_a_form_and_a_title(office: FullOffice) -> None:
    """Each is shown to who may take it."""
    case = office.file().complaint_id
    rows = {row.act: row for row in list_acts(case, office.unit_of_work(), office.actor("wen.rusheng"))}
    assert set(rows) <= set(ACTS)
    assert all(row.title for row in rows.values())
    assert rows["request-supplement"].may
    assert rows["remind-supplement"].why_not == "NOTHING_REQUESTED"
    page = get_act_page(case, "request-supplement", office.unit_of_work(), office.actor("wen.rusheng"))
    assert (page.data["window_wd"], page.why_not) == (5, None)


def test_an_act_is_recorded_like_a_task(office: FullOffice) -> None:
    """Every field with label and value; the trail names what came of it."""
    case = office.file().complaint_id
    taken = act(office, case, "request-supplement", "wen.rusheng", items="收据", window_wd=3, way="phone")
    record = office.rows(TaskRecord, id=taken.act_record_id)[0]
    assert (record.form_id, record.form_version, record.submitted_by) == (
        "request-supplement",
        0,
        "wen.rusheng",
    )
    assert {entry["key"] for entry in record.answers} >= {"items", "window_wd", "way"}
    assert len(record.user_task_key) <= 20
    event = office.rows(TrailEvent, kind="act.taken")[0].payload
    assert event["supplement_request_id"] == office.rows(SupplementRequest)[0].id


def test_an_act_sent_again_from_the_same_page_is_taken_once(office: FullOffice) -> None:
    """R18: no answer came, so the browser sends the form again; another page, person or case is another act."""
    case, other = office.file().complaint_id, office.file().complaint_id

    def take(complaint_id: str, login: str, submission_id: str) -> TakenAct:
        command = TakeAct(complaint_id, "request-supplement", {"items": "收据"}, submission_id)
        return take_act(command, office.unit_of_work(), office.actor(login))

    first, again = take(case, "wen.rusheng", "1" * 32), take(case, "wen.rusheng", "1" * 32)
    assert again == first
    assert len(office.rows(SupplementRequest)) == len(office.rows(TaskRecord)) == 1
    take(case, "wen.rusheng", "2" * 32)
    take(case, "ji.luqing", "1" * 32)
    take(other, "wen.rusheng", "1" * 32)
    assert len(office.rows(SupplementRequest)) == len(office.rows(TaskRecord)) == 4


def test_an_act_that_is_no_longer_possible_is_still_known_when_sent_again(office: FullOffice) -> None:
    """The act itself may have closed the door behind it; who sends it again is told that it was taken."""
    case, clerk = office.file().complaint_id, office.actor("wen.rusheng")
    command = TakeAct(case, "request-withdrawal", {"reason": "来电撤回"}, "1" * 32)
    first = take_act(command, office.unit_of_work(), clerk)
    assert get_act_page(case, command.act, office.unit_of_work(), clerk).why_not == "WITHDRAWAL_OPEN"
    assert take_act(command, office.unit_of_work(), clerk) == first


def test_other_answers_under_the_same_id_are_refused_and_the_first_stay(office: FullOffice) -> None:
    """Nobody is told that something was taken which is not on file."""
    case, clerk = office.file().complaint_id, office.actor("wen.rusheng")
    first = TakeAct(case, "request-supplement", {"items": "收据"}, "1" * 32)
    take_act(first, office.unit_of_work(), clerk)
    with pytest.raises(InvalidInput) as fault:
        take_act(replace(first, answers={"items": "发票"}), office.unit_of_work(), clerk)
    assert fault.value.errors == {"submission_id": "SENT_BEFORE"}
    with pytest.raises(InvalidInput) as fault:
        take_act(replace(first, submission_id="1"), office.unit_of_work(), clerk)
    assert fault.value.errors == {"submission_id": "PATTERN"}
    assert [row.items for row in office.rows(SupplementRequest)] == ["收据"]


def test_wrong_answers_of_an_act_are_named_by_path_and_change_nothing(office: FullOffice) -> None:
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as fault:
        act(office, case, "request-supplement", "wen.rusheng", window_wd=40)
    assert fault.value.errors == {"items": "REQUIRED", "window_wd": "TOO_LARGE"}
    assert office.rows(TaskRecord) == []


def test_roles_decide_and_unknown_acts_and_cases_are_not_found(office: FullOffice) -> None:
    case = office.file().complaint_id
    with pytest.raises(NotPermitted) as fault:
        act(office, case, "cancel-run", "xun.wenshi", reason="无权")
    assert fault.value.code == "ROLE_MISSING"
    with pytest.raises(NotFound):
        act(office, case, "no-such-act", "wen.rusheng")
    with pytest.raises(NotFound):
        ask_for_material(office, "0" * 32)


def test_who_is_complained_about_is_not_told_that_there_is_a_case(office: FullOffice) -> None:
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.add(
            Respondent(id=new_id(), complaint_id=case, unit="YH-TS", staff_id="xun.wenshi", match="exact")
        )
    with pytest.raises(NotFound):
        list_acts(case, office.unit_of_work(), office.actor("xun.wenshi"))
    with pytest.raises(NotFound):
        get_act_page(case, "request-recusal", office.unit_of_work(), office.actor("xun.wenshi"))


def test_units_are_designated_anew(office: FullOffice) -> None:
    """S060: a leading and two helping units; a later designation ends the earlier."""
    case = office.file().complaint_id
    act(office, case, "designate-unit", "wen.rusheng", lead_unit="ZJ", co_units=["MZ", "GA"], reason="跨单位")
    with pytest.raises(InvalidInput):
        act(office, case, "designate-unit", "wen.rusheng", lead_unit="ZJ", co_units=["ZJ"], reason="跨单位")
    act(office, case, "designate-unit", "wen.rusheng", lead_unit="MZ", reason="改由民政主办")
    standing = [row.unit_code for row in office.rows(Designation, ended_at=None)]
    assert standing == ["MZ"]
    assert office.rows(Complaint, id=case)[0].handling_unit == "MZ"


def test_a_designation_for_the_case_stands_in_for_the_role(office: FullOffice) -> None:
    """S029: a supervisor accepts where the whole complaint office is out."""
    case = office.file().complaint_id
    facts = TaskFacts(case, "UserTask_DecideAcceptance", (Role.INTAKE.value,), "1")
    with office.unit_of_work() as unit:
        assert find_bar(facts, "jian.rujing", unit) == "ROLE_MISSING"
        unit.session.add(
            Designation(
                id=new_id(), complaint_id=case, staff_id="jian.rujing", role_in_case=CaseRole.ACCEPTOR,
                by="zong.lanyun", at=office.clock.now(),
            )
        )  # fmt: skip
        unit.session.flush()
        assert find_bar(facts, "jian.rujing", unit) is None


def test_a_task_of_a_recused_handler_moves_to_the_new_one_once(office: FullOffice) -> None:
    """R45: also a task that the diagram creates later with the earlier name."""
    case = office.file().complaint_id
    walk_to(office, case, "record-findings")
    key = add_task(office, case, "record-findings")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).assignee = "xun.wenshi"
    assert list_misplaced(office.unit_of_work) == []
    recuse(office, case, "xun.wenshi", "cha.fenming")
    with office.unit_of_work() as unit:
        facts = TaskFacts(case, "UserTask_RecordFindings", (Role.INVESTIGATOR.value,), "1")
        assert find_bar(facts, "xun.wenshi", unit) == "RECUSED"
    misplaced = list_misplaced(office.unit_of_work)
    with office.unit_of_work() as unit:
        reassign(misplaced, unit)
    assert [row.payload["assignee"] for row in office.rows(OutboxRow, kind="assign_user_task")] == [
        "cha.fenming"
    ]
    assert list_misplaced(office.unit_of_work) == []
