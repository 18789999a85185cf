"""A complaint that departments do not work together (部门之间协调不力) is led by a unit that it is not about."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.ground.codes import CaseRole, Category, Finding, RespondentMatch, Route
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit
from tests.unit.services.requests_office import act, case_of
from tests.whole_file import get_case_file

ACCUSED = "RS"
FINDING = {
    "finding": "substantiated",
    "facts": "两个窗口互不联系",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}


def accept(office: FullOffice, **other: object) -> str:
    case = office.file().complaint_id
    told = {"category": "poor_coordination", "route": "intervene", "complexity": "simple", **other}
    submit(office, case, "decide-acceptance", "wen.rusheng", **told, matters=[ACCEPTED_ROW] * 2)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handler_id = "xun.wenshi"
    return case


def leads(office: FullOffice, case: str) -> list[str | None]:
    rows = office.rows(Designation, complaint_id=case, role_in_case=CaseRole.LEAD_UNIT)
    return [row.unit_code for row in rows if row.ended_at is None]


def find(office: FullOffice, case: str) -> None:
    submit(office, case, "record-findings", "xun.wenshi", methods=["documents"], matters=[FINDING] * 2)


def designate(office: FullOffice, case: str, login: str, lead_unit: str) -> None:
    act(office, case, "designate-unit", login, lead_unit=lead_unit, reason="牵头协调")


def complain_about(office: FullOffice, case: str, unit_code: str) -> None:
    with office.unit_of_work() as unit:
        unit.session.add(
            Respondent(id=new_id(), complaint_id=case, no=9, unit=unit_code, match=RespondentMatch.UNIT)
        )


@pytest.mark.parametrize(("lead", "fault"), [({}, "LEAD_MISSING"), ({"unit": ACCUSED}, "LEAD_IS_ACCUSED")])
def test_it_is_not_accepted_without_a_lead_that_it_is_not_about(
    office: FullOffice, lead: dict[str, str], fault: str
) -> None:
    """Refused at the field of the unit, and nothing is decided."""
    with pytest.raises(InvalidInput) as refused:
        accept(office, **lead)
    assert refused.value.errors == {"unit": fault}
    assert {row.decision for row in office.rows(Matter)} == {None}


def test_a_complaint_about_coordination_has_its_lead_from_the_acceptance_on(office: FullOffice) -> None:
    """R104: a kind of its own with a leading unit on record, which the file names at each matter."""
    case = accept(office, unit="YH-ZW")
    kept = case_of(office, case)
    assert (kept.category, kept.route, kept.handling_unit) == (
        Category.POOR_COORDINATION,
        Route.INTERVENE,
        "YH-ZW",
    )
    assert leads(office, case) == ["YH-ZW"]
    file = get_case_file(case, office.unit_of_work(), office.actor("wen.rusheng"))
    assert [(line.matter_no, line.lead_unit, line.is_lead_accused) for line in file.joint] == [
        (1, "YH-ZW", False),
        (2, "YH-ZW", False),
    ]
    find(office, case)
    assert {row.finding for row in office.rows(Matter)} == {Finding.SUBSTANTIATED}


def test_a_clerk_lets_no_accused_unit_lead_and_a_superior_may(office: FullOffice) -> None:
    """None of the units complained about leads, unless who stands above them names it."""
    case = accept(office, unit="YH-ZW")
    with pytest.raises(InvalidInput) as refused:
        designate(office, case, "wen.rusheng", ACCUSED)
    assert refused.value.errors == {"lead_unit": "LEAD_IS_ACCUSED"}
    assert leads(office, case) == ["YH-ZW"], "the earlier lead goes on"
    designate(office, case, "heng.gongyun", ACCUSED)
    assert leads(office, case) == [ACCUSED]
    find(office, case)


def test_a_lead_that_is_complained_about_later_finds_nothing_until_a_superior_has_said_so(
    office: FullOffice,
) -> None:
    """Whoever came in later: the finding is refused, nothing is saved, and the file marks the lead."""
    case = accept(office, unit="YH-ZW")
    complain_about(office, case, "YH-ZW")
    with pytest.raises(InvalidInput) as refused:
        find(office, case)
    assert refused.value.errors == {f"matters.{row}.finding": "LEAD_IS_ACCUSED" for row in (0, 1)}
    assert {row.finding for row in office.rows(Matter)} == {None}
    file = get_case_file(case, office.unit_of_work(), office.actor("wen.rusheng"))
    assert {line.is_lead_accused for line in file.joint} == {True}
    designate(office, case, "wen.rusheng", "YH-DC")
    find(office, case)


def test_other_kinds_need_no_lead(office: FullOffice) -> None:
    """Buck passing within one unit, as every other kind, is accepted as before."""
    case = accept(office, category="buck_passing")
    assert leads(office, case) == []
    find(office, case)
