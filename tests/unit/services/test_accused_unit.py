"""The unit complained about does its own part and no other; a task is never left with nobody to do it."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.respondent import Respondent
from models.ground.codes import CaseRole, Route
from models.ground.ids import new_id
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.unit.services.test_relations import bar, handlers

ACCEPTING = ("UserTask_DecideAcceptance", ("intake",))
INVESTIGATING = ("UserTask_RecordFindings", ("investigator",))
DRAFTING = ("UserTask_DraftOpinion", ("investigator",))
APPROVING = ("UserTask_ApproveOpinion", ("approver", "director"))
SETTLING = ("UserTask_SettleOnSpot", ("intake",))


def about(office: FullOffice, unit_code: str | None, staff_id: str | None = None, **fields: object) -> str:
    """A case about this unit or person only."""
    case = office.file(**fields).complaint_id
    with office.unit_of_work() as unit:
        for row in unit.session.query(Respondent).filter_by(complaint_id=case):
            row.unit, row.staff_id, row.window = unit_code, staff_id, None
    return case


@pytest.mark.parametrize("respondent", [("YH-TS", None), (None, "ying.shoudao")])
def test_colleagues_of_whom_it_is_about_neither_decide_nor_investigate(
    office: FullOffice, respondent: tuple[str | None, str | None]
) -> None:
    """ST-8g T7' N7: before any recusal is decided, and also where a colleague and not the unit was named."""
    case = about(office, *respondent)
    assert bar(office, case, "wen.rusheng", ACCEPTING) == "ACCUSED_UNIT"
    assert bar(office, case, "zhen.juquan", INVESTIGATING) == "ACCUSED_UNIT"
    assert bar(office, case, "du.daodi", INVESTIGATING) is None
    assert handlers(office, case).isdisjoint({"ming.shouli", "cha.fenming", "zhen.juquan", "tan.genyuan"})


def test_the_accused_unit_handles_nothing_about_itself(office: FullOffice) -> None:
    """DM-14 (自查自纠): its chief representative is no option, is refused as handler, and no form proposes the unit."""
    case = about(office, "GJ")
    assert "gong.jijin" not in handlers(office, case)
    assert "zhang.zhaoquan" in handlers(office, case)
    accept(office, case)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handler_id = "gong.jijin"
    for task in (INVESTIGATING, DRAFTING):
        assert bar(office, case, "gong.jijin", task) == "ACCUSED_UNIT"
    assert bar(office, case, "gong.jijin", ("UserTask_ReportRectification", ("unit_rep",))) != "ACCUSED_UNIT"


def test_help_on_the_spot_is_the_units_and_its_record_anothers(office: FullOffice) -> None:
    """S006 N7: who helps at the counter belongs to the unit; the settlement is written down by the office."""
    case = about(office, "YH-ZW")
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handler_id = "you.luyin"
    assert bar(office, case, "you.luyin", SETTLING) is not None
    assert bar(office, case, "ji.luqing", SETTLING) is None


def test_a_suggestion_is_studied_by_its_unit_and_approved_above_it(office: FullOffice) -> None:
    """S028 S053 N7: the unit drafts what it makes of a suggestion, and nobody of it approves."""
    case = about(office, "YH-ZW")
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        complaint.handler_id, complaint.route = "zong.heke", Route.SUGGESTION
    assert "zong.heke" in handlers(office, case)
    assert bar(office, case, "zong.heke", DRAFTING) is None
    assert bar(office, case, "heng.gongyun", APPROVING) is None
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).route = Route.INTERVENE
    assert bar(office, case, "zong.heke", DRAFTING) == "ACCUSED_UNIT"


def test_deputies_of_the_director_do_not_decide_about_him(office: FullOffice) -> None:
    """ST-8g O3: who reports to the person complained about neither decides nor approves, unless a decision names him."""
    case = about(office, None, "zong.lanyun")
    assert (
        bar(office, case, "jian.rujing", ("UserTask_CloseSupervision", ("supervisor",))) == "BELOW_RESPONDENT"
    )
    with office.unit_of_work() as unit:
        unit.session.add(
            Designation(
                id=new_id(), complaint_id=case, staff_id="jian.rujing", role_in_case=CaseRole.APPROVER,
                by="system", at=office.clock.now(),
            )
        )  # fmt: skip
    assert bar(office, case, "jian.rujing", APPROVING) is None
    assert bar(office, case, "heng.gongyun", APPROVING) == "ACCUSED_UNIT"
    assert bar(office, case, "zong.lanyun", APPROVING) == "COMPLAINED_ABOUT"
