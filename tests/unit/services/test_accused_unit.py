"""The unit complained about does its own part and no other; a task is never left with nobody to do it."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.respondent import Respondent
from models.case.suggestion import Suggestion
from models.ground.codes import CaseRole, Route
from models.ground.ids import new_id
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept, add_task
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
    """DM-14 (自查自纠): its chief representative is no option and is refused as handler."""
    case = about(office, "GJ")
    assert "gong.jijin" not in handlers(office, case)
    assert "zhang.zhaoquan" in handlers(office, case)
    accept(office, case)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handler_id = "gong.jijin"
    for task in (INVESTIGATING, DRAFTING):
        assert bar(office, case, "gong.jijin", task) == "ACCUSED_UNIT"
    assert bar(office, case, "gong.jijin", ("UserTask_ReportRectification", ("unit_rep",))) != "ACCUSED_UNIT"


def proposed(office: FullOffice, case: str) -> dict[str, object]:
    """What the form of the acceptance begins with where the tables suggest the window's own bureau."""
    row = {"category": None, "severity": None, "route": None, "complexity": None, "versions": {}}
    with office.unit_of_work() as unit:
        known = unit.session.get(Suggestion, case)
        if known is None:
            unit.session.add(Suggestion(complaint_id=case, unit="RS", made_at=unit.clock.now(), **row))
    key = add_task(office, case, "decide-acceptance")
    return dict(get_task(key, office.unit_of_work(), office.actor("ying.shoudao")).data)


def test_the_form_of_the_acceptance_proposes_no_accused_unit_and_says_why(office: FullOffice) -> None:
    """DM-14: whatever `competence` suggests, which stays the owner's; another unit is proposed as before."""
    shown = proposed(office, about(office, "RS"))
    assert "unit" not in shown
    assert "被投诉单位，不得办理对自己的投诉" in str(shown["suggested_unit_label"])
    assert "unit" not in proposed(office, about(office, None, "leng.rubing"))
    other = proposed(office, about(office, "GJ"))
    assert (other["unit"], other["suggested_unit_label"]) == ("RS", "云河市人力资源和社会保障局（驻厅）")


@pytest.mark.parametrize("route", [Route.ON_SPOT, Route.SUGGESTION])
def test_a_unit_is_proposed_for_help_on_the_spot_and_for_what_is_suggested_to_it(
    office: FullOffice, route: Route
) -> None:
    """S006 S028: that is its own part."""
    case = about(office, "RS")
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).route = route
    assert proposed(office, case)["unit"] == "RS"


def test_what_a_person_chose_before_is_still_shown(office: FullOffice) -> None:
    """Who stands above may have let the unit lead: the form says what was decided."""
    case = about(office, "RS")
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handling_unit = "RS"
    assert proposed(office, case)["unit"] == "RS"


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
