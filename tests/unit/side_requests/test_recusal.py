"""Recusal: decided by the right superior, kept from this case only, and somebody named stands in."""

from __future__ import annotations

import pytest

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import RequestState, TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.codes import CaseRole, RecusalOutcome, RecusalSubject, RequestedSide, Role
from models.ground.errors import Conflict, InvalidInput, NotPermitted, RuleRefused
from models.ground.ids import new_id
from models.ledger.outbox import OutboxRow
from models.office.staff import Staff
from services.access.excluded import is_recused
from services.access.find_designation import may_act_for
from services.access.right_superior import list_deciders
from services.access.task_facts import TaskFacts
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.requests.start_own_process import StartedOwnProcess, StartOwnProcess, start_own_process
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.task_permission import find_bar
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.unit.side_requests.side_case import SideCase, side_case

INSTANCE = "81"


def ask(case: SideCase, who: str, kind: RecusalSubject = RecusalSubject.STAFF) -> str:
    command = RequestRecusal(kind, who, "与被投诉人有利害关系", RequestedSide.COMPLAINANT)
    return str(case.do("wen.rusheng", lambda c, u, a: request_recusal(command, c, u, a)))


def start(case: SideCase, recusal_id: str, instance: str = INSTANCE) -> StartedOwnProcess:
    command = StartOwnProcess(recusal_id, instance, case.job())
    return start_own_process(Recusal, command, case.office.unit_of_work())


def decide(case: SideCase, login: str, replaced_by: str = "", outcome: str = "recused") -> None:
    answers = {"replaced_by": replaced_by} if replaced_by else {}
    case.submit(
        "decide-recusal",
        login,
        INSTANCE,
        outcome=outcome,
        reason="利害关系属实",
        basis="本中心办法",
        **answers,
    )


def deciders(case: SideCase) -> frozenset[str]:
    with case.unit() as (unit, _):
        return list_deciders(unit.session.get_one(Recusal, case.one(Recusal).id), unit)


def recused(case: SideCase, login: str) -> bool:
    with case.unit() as (unit, _):
        return is_recused(case.complaint_id, login, unit)


def handler(case: SideCase) -> str | None:
    return case.office.rows(Complaint, id=case.complaint_id)[0].handler_id


def test_recused_handler_is_replaced(case: SideCase) -> None:
    """S002 R45: the stand-in handles the case, is designated, and the clock of the recusal stops."""
    started = start(case, ask(case, "xun.wenshi"))
    assert not started.is_duplicate
    assert started.clock_id == case.one(Recusal).own_clock_id
    decide(case, "ming.shouli", "zhen.juquan")
    row = case.one(Recusal)
    assert (row.state, row.outcome, row.decided_by) == (
        RequestState.ANSWERED,
        RecusalOutcome.RECUSED,
        "ming.shouli",
    )
    assert handler(case) == "zhen.juquan"
    assert recused(case, "xun.wenshi")
    assert not recused(case, "zhen.juquan")
    designation = case.one(Designation)
    assert (designation.staff_id, designation.role_in_case, designation.recusal_id) == (
        "zhen.juquan",
        CaseRole.HANDLER,
        row.id,
    )
    assert case.clock("recusal").stop_reason == "decided"


@pytest.mark.parametrize(
    ("who", "kind", "right"),
    [
        ("cha.fenming", RecusalSubject.STAFF, {"ming.shouli"}),
        ("heng.gongyun", RecusalSubject.STAFF, {"zong.lanyun"}),
        ("zong.lanyun", RecusalSubject.STAFF, {"jian.rujing", "du.daodi"}),
        ("YH-TS", RecusalSubject.UNIT, {"zong.lanyun"}),
    ],
)
def test_right_superior_decides(case: SideCase, who: str, kind: RecusalSubject, right: set[str]) -> None:
    """R111: the superior, for a unit the director; above the director the supervisors record the decision."""
    ask(case, who, kind)
    assert deciders(case) == right


def test_superior_who_is_recused_himself_does_not_decide(case: SideCase) -> None:
    """R111: the line is climbed until somebody is not concerned."""
    start(case, ask(case, "ming.shouli"))
    decide(case, "heng.gongyun", "jian.dengji")
    ask(case, "cha.fenming")
    open_one = case.office.rows(Recusal, state=RequestState.OPEN)[0]
    with case.unit() as (unit, _):
        assert list_deciders(unit.session.get_one(Recusal, open_one.id), unit) == {"heng.gongyun"}


@pytest.mark.parametrize("login", ["xun.wenshi", "heng.gongyun", "wen.rusheng"])
def test_nobody_else_decides(case: SideCase, login: str) -> None:
    """R111: neither the person himself nor a colleague nor the superior's superior."""
    start(case, ask(case, "xun.wenshi"))
    with pytest.raises(NotPermitted) as refused:
        decide(case, login, "zhen.juquan")
    assert refused.value.code == "NOT_THE_SUPERIOR"


def test_recused_approver_has_a_designated_one(case: SideCase) -> None:
    """S023: the director names another approver; the handler stays."""
    start(case, ask(case, "heng.gongyun"))
    decide(case, "zong.lanyun", "cai.youdu")
    assert handler(case) == "xun.wenshi"
    assert case.one(Designation).role_in_case is CaseRole.APPROVER
    with case.unit() as (unit, _):
        assert may_act_for(case.complaint_id, "cai.youdu", ["approver"], unit)


def test_whole_unit_is_recused_and_another_stands_in(case: SideCase) -> None:
    """S029: everybody of the office and its deputy director; who is named may accept, his unit makes the visit."""
    start(case, ask(case, "YH-TS", RecusalSubject.UNIT))
    with pytest.raises(InvalidInput) as missing:
        decide(case, "zong.lanyun")
    assert missing.value.errors == {"replaced_by": "REQUIRED"}
    decide(case, "zong.lanyun", "du.daodi")
    assert handler(case) == "du.daodi"
    for login in ("ming.shouli", "wen.rusheng", "cha.fenming", "fang.huiyin", "heng.gongyun"):
        assert recused(case, login)
    for login in ("zong.lanyun", "cai.youdu", "du.daodi", "jian.rujing"):
        assert not recused(case, login)
    with case.unit() as (unit, _):
        assert may_act_for(case.complaint_id, "du.daodi", [Role.INTAKE], unit)
        assert may_act_for(case.complaint_id, "jian.rujing", [Role.RETURN_VISIT], unit)
        assert not may_act_for(case.complaint_id, "jian.rujing", [Role.APPROVER], unit)
        assert not may_act_for(case.complaint_id, "zong.heke", [Role.INTAKE], unit)


def bar(case: SideCase, login: str, element_id: str, *groups: str) -> str | None:
    with case.unit() as (unit, _):
        return find_bar(TaskFacts(case.complaint_id, element_id, groups), login, unit)


def test_case_about_the_office_itself_is_handled_by_another_from_the_start(office: FullOffice) -> None:
    """S029 R45: nobody of the office accepts; who is named does so without the role, his unit visits."""
    filed = office.file(respondent_window="投诉01")
    case = SideCase(office, filed.complaint_id, filed.number, filed.query_code)
    start(case, ask(case, "YH-TS", RecusalSubject.UNIT))
    decide(case, "zong.lanyun", "du.daodi")
    accepting = ("UserTask_DecideAcceptance", "intake")
    assert bar(case, "du.daodi", *accepting) is None
    assert bar(case, "wen.rusheng", *accepting) == "RECUSED"
    assert bar(case, "zong.heke", *accepting) == "ROLE_MISSING"
    approving = ("UserTask_ApproveOpinion", "approver", "director")
    assert bar(case, "heng.gongyun", *approving) == "RECUSED"
    assert bar(case, "zong.lanyun", *approving) is None
    visiting = ("UserTask_RecordReturnVisit", "return_visit")
    assert bar(case, "fang.huiyin", *visiting) == "RECUSED"
    assert bar(case, "jian.rujing", *visiting) is None


def test_recusal_holds_for_its_own_case_only(office: FullOffice) -> None:
    """R45: the person works on other cases as before."""
    case, other = side_case(office), side_case(office)
    start(case, ask(case, "heng.gongyun"))
    decide(case, "zong.lanyun", "cai.youdu")
    approving = ("UserTask_ApproveOpinion", "approver", "director")
    assert bar(case, "heng.gongyun", *approving) == "RECUSED"
    assert bar(other, "heng.gongyun", *approving) is None


def test_not_recused_changes_nothing(case: SideCase) -> None:
    """S-du.daodi: decided not to recuse, with the reason on file."""
    start(case, ask(case, "xun.wenshi"))
    decide(case, "ming.shouli", outcome="not_recused")
    row = case.one(Recusal)
    assert (row.outcome, row.decision_reason) == (RecusalOutcome.NOT_RECUSED, "利害关系属实")
    assert handler(case) == "xun.wenshi"
    assert not recused(case, "xun.wenshi")
    assert case.office.rows(Designation) == []


def test_handler_cannot_be_recused_without_a_stand_in(case: SideCase) -> None:
    """The work goes on; a stand-in whom the rules exclude is no stand-in."""
    start(case, ask(case, "xun.wenshi"))
    with pytest.raises(InvalidInput) as missing:
        decide(case, "ming.shouli")
    assert missing.value.errors == {"replaced_by": "REQUIRED"}
    with pytest.raises(InvalidInput) as himself:
        decide(case, "ming.shouli", "xun.wenshi")
    assert "replaced_by" in himself.value.errors


def test_claimed_task_of_a_recused_person_comes_free(case: SideCase) -> None:
    """The task goes back to its group and the engine is told."""
    key = add_task(case.office, case.complaint_id, "approve-opinion")
    claim_task(ClaimTask(key), case.office.unit_of_work(), case.office.actor("heng.gongyun"))
    start(case, ask(case, "heng.gongyun"))
    decide(case, "zong.lanyun", "cai.youdu")
    task = case.office.rows(Task, user_task_key=key)[0]
    assert (task.state, task.claimed_by) == (TaskState.OPEN, None)
    told = [row.payload["assignee"] for row in case.office.rows(OutboxRow, kind="assign_user_task")]
    assert told == ["heng.gongyun", None]


def test_second_request_about_the_same_person_is_refused(case: SideCase) -> None:
    """While one is open, and for good once recused."""
    start(case, ask(case, "xun.wenshi"))
    with pytest.raises(RuleRefused) as open_one:
        ask(case, "xun.wenshi")
    decide(case, "ming.shouli", "zhen.juquan")
    with pytest.raises(RuleRefused) as decided:
        ask(case, "xun.wenshi")
    assert (open_one.value.code, decided.value.code) == ("RECUSAL_OPEN", "ALREADY_RECUSED")


def test_unknown_person_or_unit_is_refused(case: SideCase) -> None:
    """A login and a unit's code are not the same thing."""
    for who, kind in [("YH-TS", RecusalSubject.STAFF), ("xun.wenshi", RecusalSubject.UNIT)]:
        with pytest.raises(InvalidInput) as refused:
            ask(case, who, kind)
        assert refused.value.errors == {"who": "NOT_AN_OPTION"}


def test_decided_recusal_is_not_decided_again(case: SideCase) -> None:
    """A second task of the same request finds it ended."""
    start(case, ask(case, "xun.wenshi"))
    decide(case, "ming.shouli", outcome="not_recused")
    with pytest.raises(Conflict):
        decide(case, "ming.shouli", "zhen.juquan")


def test_recusal_that_ended_before_its_process_began_is_a_duplicate(case: SideCase) -> None:
    """A lapsed request binds no instance; neither does a second one of a bound request."""
    recusal_id = ask(case, "xun.wenshi")
    assert not start(case, recusal_id).is_duplicate
    assert start(case, recusal_id, "82").is_duplicate
    with case.unit() as (unit, _):
        row = unit.session.get_one(Recusal, recusal_id)
        row.process_instance_key, row.state = None, RequestState.LAPSED
    assert start(case, recusal_id).is_duplicate


def test_a_stand_in_for_a_whole_unit_leaves_somebody_for_the_return_visit(case: SideCase) -> None:
    """ST-4: a unit of one person cannot stand in, for who handled the case makes no visit about it."""
    start(case, ask(case, "YH-TS", RecusalSubject.UNIT))
    with case.unit() as (unit, _):
        unit.session.get_one(Staff, "jian.rujing").active = False
    with pytest.raises(InvalidInput) as refused:
        decide(case, "zong.lanyun", "du.daodi")
    assert refused.value.errors == {"replaced_by": "NOBODY_TO_VISIT"}
    with case.unit() as (unit, _):
        unit.session.get_one(Staff, "jian.rujing").active = True
    decide(case, "zong.lanyun", "du.daodi")
    assert bar(case, "jian.rujing", "UserTask_RecordReturnVisit", "return_visit") is None


def test_who_watched_over_a_case_still_visits(case: SideCase) -> None:
    """ST-4: of two people of the unit that stands in one handles, the other closed its supervision, and visits."""
    start(case, ask(case, "YH-TS", RecusalSubject.UNIT))
    decide(case, "zong.lanyun", "du.daodi")
    key = case.open_task("close-supervision", "95")
    with case.unit() as (unit, _):
        task = unit.session.get_one(Task, key)
        unit.session.add(
            TaskRecord(
                id=new_id(), user_task_key=key, complaint_id=case.complaint_id, element_id=task.element_id,
                form_id="close-supervision", form_version=1, answers=[], submitted_by="jian.rujing",
                submitted_at=case.office.clock.now(),
            )
        )  # fmt: skip
    assert bar(case, "jian.rujing", "UserTask_RecordReturnVisit", "return_visit") is None
