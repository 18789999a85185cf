"""Withdrawals: asked, verified by a person, and what a confirmed one ends."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.lifecycle import ClockKind, Outcome, RequestState, Stage
from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.ground.codes import RespondentMatch
from models.ground.errors import NotPermitted, RuleRefused
from models.ground.ids import new_id
from services.access.task_facts import TaskFacts
from services.actor import SYSTEM, citizen
from services.beside.withdrawal.ask_to_withdraw import AskToWithdraw, ask_to_withdraw
from services.beside.withdrawal.conclude_withdrawal import (
    ConcludedWithdrawal,
    ConcludeWithdrawal,
    conclude_withdrawal,
)
from services.beside.withdrawal.respondents_line import find_line_bar
from services.identity.query_code import derive_query_code
from services.once.once_per_job import JobIdentity
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit, walk_to
from tests.unit.services.requests_office import act, ask_for_material, case_of, clock_of, told

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)


def ask(office: FullOffice, complaint_id: str) -> str:
    complaint = case_of(office, complaint_id)
    command = AskToWithdraw(complaint.number, derive_query_code(complaint.submission_id), "问题已解决")
    return ask_to_withdraw(command, office.unit_of_work(), citizen("203.0.113.7"))


def conclude(office: FullOffice, complaint_id: str, key: str = "950") -> ConcludedWithdrawal:
    job = JobIdentity(key, "2251799813685301", "complaint.conclude-withdrawal")
    return conclude_withdrawal(ConcludeWithdrawal(complaint_id, 1, job), office.unit_of_work(), SYSTEM)


def test_a_confirmed_withdrawal_ends_the_stages_and_the_answer_is_due(office: FullOffice) -> None:
    """Running clocks stop, open requests lapse, outcome withdrawn, who verified answers."""
    case = office.file().complaint_id
    ask_for_material(office, case)
    withdrawal = ask(office, case)
    assert told(office, "complaint.withdrawal-requested")[0]["variables"] == {"withdrawal_id": withdrawal}
    submit(office, case, "verify-withdrawal", "wen.rusheng", is_confirmed="yes", way="phone")
    concluded = conclude(office, case)
    assert conclude(office, case) == concluded
    complaint = case_of(office, case)
    assert (complaint.outcome, complaint.stage) == (Outcome.WITHDRAWN, Stage.FEEDBACK)
    assert (concluded.handler_id, concluded.needs_answer_task) == ("wen.rusheng", True)
    assert clock_of(office, case, ClockKind.FEEDBACK).id == concluded.feedback_clock_id
    running = [clock.kind for clock in office.rows(Clock, complaint_id=case) if clock.stopped_at is None]
    assert running == [ClockKind.FEEDBACK]
    assert office.rows(SupplementRequest)[0].state is RequestState.LAPSED


def test_a_withdrawal_that_is_not_confirmed_changes_nothing_else(office: FullOffice) -> None:
    case = office.file().complaint_id
    ask(office, case)
    submit(office, case, "verify-withdrawal", "wen.rusheng", is_confirmed="no")
    row = office.rows(Withdrawal)[0]
    assert (row.state, row.is_confirmed) == (RequestState.REFUSED, False)
    assert case_of(office, case).stage is Stage.INTAKE
    ask(office, case)


def test_one_wish_at_a_time(office: FullOffice) -> None:
    case = office.file().complaint_id
    act(office, case, "request-withdrawal", "wen.rusheng", reason="来电要求撤回")
    with pytest.raises(RuleRefused, match="WITHDRAWAL_OPEN"):
        ask(office, case)


def test_after_the_approved_opinion_it_is_too_late(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    with pytest.raises(RuleRefused, match="DECISION_MADE"):
        ask(office, case)


def test_a_wish_that_nobody_verified_lapses_with_the_stages(office: FullOffice) -> None:
    case = office.file().complaint_id
    ask(office, case)
    walk_to(office, case, "give-answer")
    assert case_of(office, case).stage is Stage.FEEDBACK
    assert office.rows(Withdrawal)[0].state is RequestState.LAPSED


def file_about(office: FullOffice, unit_code: str, login: str) -> str:
    """A complaint about this person alone."""
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.execute(delete(Respondent).where(Respondent.complaint_id == case))
        row = Respondent(id=new_id(), complaint_id=case, unit=unit_code, staff_id=login or None)
        row.match = RespondentMatch.EXACT
        unit.session.add(row)
    return case


def test_the_wish_is_verified_by_somebody_outside_the_line_of_the_respondent(office: FullOffice) -> None:
    """Colleagues of who is complained about are kept away from the task, those of another unit are not."""
    case = file_about(office, "YH-TS", "ying.shoudao")
    ask(office, case)
    with pytest.raises(NotPermitted) as refused:
        submit(office, case, "verify-withdrawal", "wen.rusheng", is_confirmed="yes", way="phone")
    assert refused.value.code == "ACCUSED_UNIT"
    assert office.rows(Withdrawal)[0].state is RequestState.OPEN
    submit(office, case, "verify-withdrawal", "du.daodi", is_confirmed="yes", way="phone")
    assert office.rows(Withdrawal)[0].verified_by == "du.daodi"


@pytest.mark.parametrize(
    ("respondent", "in_line", "outside"),
    [
        ("YH-DC jian.rujing", {"du.daodi", "zong.lanyun"}, {"wen.rusheng", "heng.gongyun"}),
        ("YH-XX ", {"guan.xitong", "heng.gongyun", "zong.lanyun"}, {"ming.shouli", "jian.rujing"}),
        ("YH-LD heng.gongyun", {"ming.shouli", "wen.rusheng", "cai.youdu"}, {"jian.rujing", "du.daodi"}),
        ("YH-LD zong.lanyun", {"jian.rujing", "heng.gongyun"}, {"wen.rusheng", "du.daodi"}),
        ("SJ mao.jizao", {"cai.youdu", "zhang.zhaoquan"}, {"wen.rusheng", "jian.rujing"}),
    ],
)
def test_the_line_goes_through_the_unit_upwards_and_downwards(
    office: FullOffice, respondent: str, in_line: set[str], outside: set[str]
) -> None:
    """Below the head of the centre are all: of them only those who report to him are kept away."""
    facts = TaskFacts(file_about(office, *respondent.split(" ")), "UserTask_VerifyWithdrawal", ("intake",))
    with office.unit_of_work().reading() as now:
        barred = {login for login in in_line | outside if find_line_bar(facts, login, now)}
    assert barred == in_line
