"""Leave and departure: the work goes over to a deputy whom no rule keeps from it, with the clocks as they are."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.respondent import Respondent
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.errors import InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.account import Account
from models.office.staff import Staff
from services.absence.absence_step import absence_step
from services.absence.record_absence import RecordAbsence, end_absence, record_absence
from services.accounts.passwords import CreateAccount, create_account
from services.accounts.sessions import get_session, open_session
from services.accounts.sign_in import SignIn, sign_in
from services.actor import SYSTEM
from services.office.load_organisation import load_organisation, read_organisation
from services.views.absences import list_absences, list_my_absences
from services.views.my_tasks import list_my_tasks
from services.worklist.claim_task import ClaimTask, claim_task
from tests.full_office import FullOffice
from tests.office import ORGANISATION
from tests.unit.services.projected_task import accept, add_task
from tests.unit.services.test_relations import bar, handlers

DRAFTING = ("UserTask_DraftOpinion", ("investigator",))
APPROVING = ("UserTask_ApproveOpinion", ("approver", "director"))


def record(office: FullOffice, who: str, stand_in: str, by: str = "guan.xitong", **said: object) -> str:
    known = {"is_departure": False, "from_day": "2026-09-07", "until_day": "2026-09-09", **said}
    command = RecordAbsence(who, stand_in_id=stand_in, **known)  # type: ignore[arg-type]  # fields by name in tests
    return record_absence(command, office.unit_of_work(), office.actor(by))


def leave_for_good(office: FullOffice, who: str, successor: str) -> str:
    return record(office, who, successor, is_departure=True, until_day="")


def handled_case(office: FullOffice, handler: str = "zhen.juquan", **fields: object) -> tuple[str, str]:
    """An accepted case of this handler and a task that he has taken."""
    case = office.file(**fields).complaint_id
    accept(office, case)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handler_id = handler
    key = add_task(office, case, "draft-opinion")
    claim_task(ClaimTask(key), office.unit_of_work(), office.actor(handler))
    return case, key


def holder(office: FullOffice, key: str) -> str | None:
    return office.rows(Task, user_task_key=key)[0].claimed_by


def handler(office: FullOffice, case: str) -> str | None:
    return office.rows(Complaint, id=case)[0].handler_id


def trail(office: FullOffice, case: str, kind: str) -> list[dict[str, object]]:
    return [row.payload for row in office.rows(TrailEvent, complaint_id=case, kind=kind)]


def test_on_leave_the_tasks_go_to_the_deputy_and_no_clock_moves(office: FullOffice) -> None:
    """ST-8h: handed over on the first day with trail and word to both; the handler stays the handler."""
    case, key = handled_case(office)
    before = [(row.id, row.due_at, row.stopped_at) for row in office.rows(Clock, complaint_id=case)]
    absence = record(office, "zhen.juquan", "tan.genyuan")
    assert holder(office, key) == "tan.genyuan"
    assert handler(office, case) == "zhen.juquan"
    assert [(row.id, row.due_at, row.stopped_at) for row in office.rows(Clock, complaint_id=case)] == before
    (moved,) = trail(office, case, "task.handed_over")
    assert (moved["from"], moved["to"], moved["absence_id"]) == ("zhen.juquan", "tan.genyuan", absence)
    assert bar(office, case, "zhen.juquan", DRAFTING) == "ON_LEAVE"
    told = [row.payload["assignee"] for row in office.rows(OutboxRow, kind="assign_user_task")]
    assert told[-1] == "tan.genyuan"
    for login, mine in (("zhen.juquan", True), ("tan.genyuan", False)):
        (word,) = list_my_absences(office.unit_of_work(), office.actor(login))
        assert word.is_mine is mine and word.name == "甄据全（调查岗）"


def test_during_leave_offers_go_to_the_deputy_with_the_role_he_lacks(office: FullOffice) -> None:
    """A window clerk who stands in for the representative has his tasks, and after the leave has them no more."""
    record(office, "zhang.zhaoquan", "mao.jizao")
    case = office.file().complaint_id
    reporting = ("UserTask_ReportRectification", ("unit_rep",))
    assert bar(office, case, "mao.jizao", reporting) != "ROLE_MISSING"
    assert bar(office, case, "wu.biaoqing", reporting) == "ROLE_MISSING"
    with office.unit_of_work() as unit:
        unit.session.add(
            Account(staff_id="mao.jizao", password_hash="x", must_change=False, changed_at=office.clock.now())
        )  # fmt: skip
        unit.session.flush()
        token = open_session("mao.jizao", unit, SYSTEM)
    assert "unit_rep" in get_session(token, office.unit_of_work()).roles
    office.clock.set("2026-09-10T08:00")
    assert absence_step(office.unit_of_work) == 1
    assert bar(office, case, "mao.jizao", reporting) == "ROLE_MISSING"


def test_recusal_holds_for_the_deputy_too(office: FullOffice) -> None:
    """N7: zhen.juquan declared the complainant; on cha.fenming's leave the case goes to the next above instead."""
    case, key = handled_case(office, "cha.fenming", name="常跑腿", respondent_window="B02")
    record(office, "cha.fenming", "zhen.juquan")
    assert holder(office, key) == "ming.shouli"
    assert bar(office, case, "zhen.juquan", DRAFTING) == "RECUSED"
    named = [row.staff_id for row in office.rows(Designation, complaint_id=case)]
    assert named == ["ming.shouli"]


def test_a_leave_of_tomorrow_begins_tomorrow_and_ends_by_itself(office: FullOffice) -> None:
    """The workers' look begins and ends it, each once; what the deputy may not go on with comes back."""
    case, key = handled_case(office)
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, "fang.huiyin").roles = ["return_visit"]
    record(office, "zhen.juquan", "fang.huiyin", from_day="2026-09-08")
    assert holder(office, key) == "zhen.juquan"
    assert absence_step(office.unit_of_work) == 0
    office.clock.set("2026-09-08T00:01")
    assert absence_step(office.unit_of_work) == 1
    assert absence_step(office.unit_of_work) == 0
    assert holder(office, key) == "fang.huiyin"
    assert "zhen.juquan" not in handlers(office, case)
    office.clock.set("2026-09-10T00:01")
    assert absence_step(office.unit_of_work) == 1
    assert holder(office, key) == "zhen.juquan"
    assert bar(office, case, "zhen.juquan", DRAFTING) is None
    assert bar(office, case, "fang.huiyin", DRAFTING) == "ROLE_MISSING"


def test_who_is_back_early_has_the_work_again(office: FullOffice) -> None:
    absence = record(office, "zhen.juquan", "tan.genyuan")
    with pytest.raises(NotPermitted):
        end_absence(absence, office.unit_of_work(), office.actor("wen.rusheng"))
    end_absence(absence, office.unit_of_work(), office.actor("ming.shouli"))
    assert list_my_absences(office.unit_of_work(), office.actor("zhen.juquan")) == ()
    with pytest.raises(NotFound):
        end_absence(absence, office.unit_of_work(), office.actor("ming.shouli"))


def test_who_leaves_cannot_sign_in_and_stays_named_in_the_files(office: FullOffice) -> None:
    """ST-8h O2: cases go to the successor by a recorded decision; the organisation's document does not bring him back."""
    case, key = handled_case(office)
    password = create_account(
        CreateAccount("zhen.juquan"), office.unit_of_work(), office.actor("guan.xitong")
    )
    with office.unit_of_work() as unit:
        token = open_session("zhen.juquan", unit, SYSTEM)
    absence = leave_for_good(office, "zhen.juquan", "tan.genyuan")
    with pytest.raises(NotFound):
        get_session(token, office.unit_of_work())
    with pytest.raises(RuleRefused):
        sign_in(SignIn("zhen.juquan", password), office.unit_of_work(), office.actor("guan.xitong"))
    assert (handler(office, case), holder(office, key)) == ("tan.genyuan", "tan.genyuan")
    assert trail(office, case, "handler.replaced") == [
        {"from": "zhen.juquan", "to": "tan.genyuan", "absence_id": absence}
    ]
    load_organisation(read_organisation(ORGANISATION), office.unit_of_work(), SYSTEM)
    person = office.rows(Staff, login="zhen.juquan")[0]
    assert (person.active, person.name) == (False, "甄据全")
    assert "zhen.juquan" not in handlers(office, case)
    with pytest.raises(NotFound):
        end_absence(absence, office.unit_of_work(), office.actor("guan.xitong"))


def test_the_case_of_somebody_who_left_does_not_go_to_whom_it_is_about(office: FullOffice) -> None:
    """N7 ST-8h: a successor who is complained about gets neither case nor task."""
    case, key = handled_case(office)
    with office.unit_of_work() as unit:
        for row in unit.session.query(Respondent).filter_by(complaint_id=case):
            row.unit, row.staff_id = "BD", "tan.genyuan"
    leave_for_good(office, "zhen.juquan", "tan.genyuan")
    assert handler(office, case) not in ("zhen.juquan", "tan.genyuan")
    assert holder(office, key) != "tan.genyuan"


def test_an_approver_on_leave_is_offered_nothing_and_his_deputy_approves(office: FullOffice) -> None:
    """The list of tasks goes by it too."""
    case, _ = handled_case(office)
    key = add_task(office, case, "approve-opinion")
    record(office, "heng.gongyun", "cai.youdu", by="zong.lanyun")

    def offered(login: str) -> list[str]:
        return [row.user_task_key for row in list_my_tasks(office.unit_of_work(), office.actor(login)).rows]

    assert key in offered("cai.youdu") and key not in offered("heng.gongyun")


@pytest.mark.parametrize("by", ["wen.rusheng", "zhen.juquan", "jian.rujing"])
def test_neither_colleagues_nor_the_person_himself_record_it(office: FullOffice, by: str) -> None:
    with pytest.raises(NotPermitted):
        record(office, "zhen.juquan", "tan.genyuan", by=by)


def test_superiors_see_the_people_below_and_others_nobody(office: FullOffice) -> None:
    record(office, "zhen.juquan", "tan.genyuan", by="ming.shouli")
    seen = list_absences(office.unit_of_work(), office.actor("heng.gongyun"))
    assert [row.stand_in for row in seen.rows] == ["谈根源（调查岗）"]
    nothing = list_absences(office.unit_of_work(), office.actor("wen.rusheng"))
    assert (nothing.rows, nothing.people) == ((), ())


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({"stand_in": "zhen.juquan"}, {"stand_in_id": "NOT_AN_OPTION"}),
        ({"stand_in": "guan.xitong"}, {"stand_in_id": "NOT_AN_OPTION"}),
        ({"stand_in": ""}, {"stand_in_id": "REQUIRED"}),
        ({"from_day": "2026-09-01"}, {"from_day": "DATE_PASSED"}),
        ({"until_day": ""}, {"until_day": "REQUIRED"}),
        ({"until_day": "2026-09-06"}, {"until_day": "DATE_PASSED"}),
        ({"from_day": "morgen"}, {"from_day": "NOT_A_DATE"}),
        ({"who": "nobody"}, {"staff_id": "NOT_AN_OPTION"}),
    ],
)
def test_faults_are_told_by_field(office: FullOffice, said: dict[str, str], errors: dict[str, str]) -> None:
    known = {"who": "zhen.juquan", "stand_in": "tan.genyuan", **said}
    with pytest.raises(InvalidInput) as refused:
        record(office, **known)  # type: ignore[arg-type]  # fields by name
    assert refused.value.errors == errors


def test_a_second_absence_at_once_is_refused(office: FullOffice) -> None:
    record(office, "zhen.juquan", "tan.genyuan")
    with pytest.raises(InvalidInput) as refused:
        record(office, "zhen.juquan", "cha.fenming")
    assert refused.value.errors == {"staff_id": "AWAY_ALREADY"}
