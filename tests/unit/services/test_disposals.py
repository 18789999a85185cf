"""What is done about a matter has fields of its own: drafted, approved with a date, told, proven (R50, R53-R55, DM-32)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.beside.rectification import Rectification
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.disposal import MatterDisposal
from models.case.lifecycle import Stage
from models.clock.clock import Clock
from models.ground.codes import Disposal
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.matter_codes import ImprovementArea
from models.office.deployed_form import DeployedForm
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import add_task, submit, walk_to
from tests.unit.services.requests_office import act

HANDLER, APPROVER = "xun.wenshi", "heng.gongyun"
CORRECTED = {
    "finding": "substantiated",
    "reason": "登记簿可证",
    "basis": "办事指南",
    "disposals": ["correct_error", "order_rectification"],
    "correction_act": "更正登记并换发证明",
    "correction_who": "E04窗口",
    "correction_apology": True,
    "correction_refund": "80元",
    "order_requirement": "复核录入不得由一人完成",
    "order_unit": "BD",
}
IMPROVED = {
    "finding": "substantiated",
    "reason": "没有复核",
    "basis": "办事指南",
    "disposals": ["improve_service", "propose_discipline"],
    "improvement_area": "process",
    "improvement_text": "录入与复核分开",
    "improvement_owner": "不动产登记中心主任",
    "improvement_on": "2026-10-30",
    "discipline_person": "录入员",
    "discipline_facts": "两次不复核",
    "discipline_organ": "X-JW",
}
ANSWER = {"findings_text": "一", "decision_text": "二", "ways": ["phone"]}


def drafted(office: FullOffice, *rows: dict[str, object]) -> str:
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    submit(office, case, "draft-opinion", HANDLER, matters=list(rows))
    return case


def shown(office: FullOffice, case: str, form: str, login: str) -> dict[str, object]:
    key = add_task(office, case, form)
    return dict(get_task(key, office.unit_of_work(), office.actor(login)).data)


def kept(office: FullOffice, case: str) -> dict[Disposal, MatterDisposal]:
    return {row.kind: row for row in office.rows(MatterDisposal, complaint_id=case)}


def test_each_disposal_is_kept_with_its_own_fields_and_the_approver_reads_them(office: FullOffice) -> None:
    """DM-32, R50, R53, R55: what, who, where, which way, by when; one matter may have several."""
    case = drafted(office, CORRECTED, IMPROVED)
    rows = kept(office, case)
    assert {kind: row.matter_no for kind, row in rows.items()} == {
        Disposal.CORRECT_ERROR: 1,
        Disposal.ORDER_RECTIFICATION: 1,
        Disposal.IMPROVE_SERVICE: 2,
        Disposal.PROPOSE_DISCIPLINE: 2,
    }
    improvement = rows[Disposal.IMPROVE_SERVICE]
    assert (improvement.area, improvement.due_on) == (ImprovementArea.PROCESS, date(2026, 10, 30))
    opinion = str(shown(office, case, "approve-opinion", APPROVER)["opinion"])
    for said in (
        "纠正错误——更正：更正登记并换发证明；由谁更正：E04窗口；已致歉；退还费用：80元；尚未举证",
        "责令整改——整改要求：复核录入不得由一人完成；责任单位：云河市不动产登记中心",
        "改进服务——流程；改进内容：录入与复核分开；责任人：不动产登记中心主任；期限：2026-10-30",
        "建议处分的人员：录入员",
    ):
        assert said in opinion
    again = shown(office, case, "draft-opinion", HANDLER)["matters"]
    assert isinstance(again, list)
    assert again[0]["correction_act"] == CORRECTED["correction_act"]
    assert again[1]["improvement_on"] == "2026-10-30"


def test_the_approver_sets_until_when_an_order_is_met(office: FullOffice) -> None:
    """DM-32, R51: the day is his; the order leaves with it, to the unit and with the requirement of the opinion."""
    case = drafted(office, CORRECTED, {**CORRECTED, "disposals": ["correct_error"]})
    approval = {"opinion_decision": "approve", **NOTHING_TO_IMPROVE}
    for day, code in (
        ("2026-09-07", "TOO_SMALL"),
        ("2027-06-30", "DAY_TOO_LATE"),
        ("2035-01-04", "DAY_TOO_LATE"),
    ):
        with pytest.raises(InvalidInput) as refused:
            submit(office, case, "approve-opinion", APPROVER, **approval, orders_due_on=day)
        assert refused.value.errors == {"orders_due_on": code}
    submit(office, case, "approve-opinion", APPROVER, **approval, orders_due_on="2026-09-18")
    (order,) = office.rows(Rectification, complaint_id=case)
    assert (order.unit_code, order.what.splitlines()[-1]) == ("BD", CORRECTED["order_requirement"])
    (clock,) = office.rows(Clock, id=order.own_clock_id)
    assert clock.due_at.date() == date(2026, 9, 18)
    assert kept(office, case)[Disposal.ORDER_RECTIFICATION].due_on == date(2026, 9, 18)


def test_the_complainant_reads_what_is_done_and_why_nothing_is(office: FullOffice) -> None:
    """R54: the reason of no action is told; of discipline that it was proposed, and nobody's name."""
    nothing = {"finding": "not_substantiated", "disposals": ["no_action"], "reason": "监控显示已当场办理"}
    nothing |= {"basis": "办事指南", "departure": "监控与笔录不符"}
    case = drafted(office, {**CORRECTED, "disposals": ["correct_error"]}, nothing)
    submit(office, case, "approve-opinion", APPROVER, opinion_decision="approve", **NOTHING_TO_IMPROVE)
    proposed = shown(office, case, "give-answer", HANDLER)
    measures = str(proposed["measures_text"])
    assert "纠正错误：更正登记并换发证明，已致歉，退还费用：80元" in measures
    assert "E04窗口" not in measures
    assert "不予处理" in measures
    assert nothing["reason"] in str(proposed["decision_text"])
    row = kept(office, case)[Disposal.NO_ACTION]
    assert row.what == nothing["reason"]


def test_a_correction_is_proven_before_or_after_the_closing(office: FullOffice) -> None:
    """R50: at once where it was done by then; what comes later is proven by an act, also of an archived file."""
    done = {**CORRECTED, "disposals": ["correct_error"], "correction_on": "2026-09-07"}
    with pytest.raises(InvalidInput) as refused:
        drafted(office, done, done)
    assert set(refused.value.errors.values()) == {"REQUIRED"}
    open_row = {**CORRECTED, "disposals": ["correct_error"]}
    case = drafted(office, {**done, "correction_proof": "换发的证明复印件"}, open_row)
    submit(office, case, "approve-opinion", APPROVER, opinion_decision="approve", **NOTHING_TO_IMPROVE)
    submit(office, case, "give-answer", HANDLER, **ANSWER, measures_text="三")
    assert office.rows(Answer, complaint_id=case)[0].published_at is not None
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.ARCHIVED
    first, second = sorted(office.rows(MatterDisposal, complaint_id=case), key=lambda row: row.matter_no)
    assert (first.proven_by, second.proof) == (HANDLER, None)
    told = {"correction": second.id, "proof": "更正登记簿第3页"}
    for wrong, field in (({"correction": first.id}, "correction"), ({"done_on": "2027-01-04"}, "done_on")):
        with pytest.raises(InvalidInput) as refused:
            act(office, case, "prove-correction", HANDLER, **{**told, "done_on": "2026-09-07", **wrong})
        assert set(refused.value.errors) == {field}
    act(office, case, "prove-correction", HANDLER, **told, done_on="2026-09-07")
    row = next(row for row in office.rows(MatterDisposal) if row.id == second.id)
    assert (row.done_on, row.proof, row.proven_by) == (date(2026, 9, 7), told["proof"], HANDLER)
    with pytest.raises(RuleRefused) as over:
        act(office, case, "prove-correction", HANDLER, **told, done_on="2026-09-07")
    assert over.value.code == "NOTHING_TO_PROVE"


def test_what_leaves_with_an_order_singles_nobody_out(office: FullOffice) -> None:
    """R55: at the lowest level the requirement says no day, number or name either."""
    with pytest.raises(InvalidInput) as refused:
        drafted(office, {**CORRECTED, "order_requirement": "就9月3日上午的事道歉"}, CORRECTED)
    assert refused.value.errors == {"matters.0.order_requirement": "DAY_SINGLES_OUT"}


def test_a_form_of_the_time_before_keeps_the_kinds_alone(office: FullOffice) -> None:
    """An open task of an owner's old form is still submitted; nobody is asked for what it does not ask."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    key = add_task(office, case, "draft-opinion")
    with office.unit_of_work() as unit:
        form = unit.session.get_one(DeployedForm, "1draft-opinion")
        schema = {**form.schema_json}
        fresh = {"correction_", "order_", "discipline_", "improvement_"}
        schema["components"] = [
            {
                **part,
                "components": [
                    field
                    for field in part["components"]
                    if not any(str(field.get("key", "")).startswith(name) for name in fresh)
                ],
            }
            if part.get("path") == "matters"
            else part
            for part in schema["components"]
        ]
        form.schema_json = schema
    assert key
    submit(office, case, "draft-opinion", HANDLER, matters=[CORRECTED, IMPROVED])
    rows = kept(office, case)
    assert len(rows) == 4
    assert {(row.what, row.responsible, row.unit_code) for row in rows.values()} == {(None, None, None)}


NEEDED = {
    "correct_error": ("correction_act", "correction_who"),
    "order_rectification": ("order_requirement", "order_unit"),
    "propose_discipline": ("discipline_person", "discipline_facts", "discipline_organ"),
    "improve_service": ("improvement_area", "improvement_text", "improvement_owner", "improvement_on"),
}


def test_what_is_chosen_says_what_it_is(office: FullOffice) -> None:
    """DM-32: act and who, requirement and unit, person, facts and organ, kind, owner and date; each at its field.

    Day and proof of a correction may come later; what is not chosen is not asked.
    """
    bare = {"finding": "substantiated", "reason": "登记簿可证", "basis": "办事指南"}
    for kind, fields in NEEDED.items():
        with pytest.raises(InvalidInput) as refused:
            drafted(office, {**bare, "disposals": [kind]}, CORRECTED)
        assert refused.value.errors == {f"matters.0.{field}": "REQUIRED" for field in fields}
        said = {**SAID, **bare, "disposals": [kind]}
        assert office.rows(MatterDisposal, complaint_id=drafted(office, said, said))


def test_an_order_begins_with_the_unit_that_the_matter_is_about(office: FullOffice) -> None:
    """The handler chooses another one, or leaves it."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    rows = shown(office, case, "draft-opinion", HANDLER)["matters"]
    assert isinstance(rows, list)
    assert [row["order_unit"] for row in rows] == ["RS", "RS"]


def test_a_correction_stays_proven_since_the_draft_that_proved_it(office: FullOffice) -> None:
    """Drafted anew with the same day and proof it was not recorded later; with other words it is."""
    done = {**CORRECTED, "disposals": ["correct_error"], "correction_on": "2026-09-07"}
    done["correction_proof"] = "换发的证明复印件"
    case = drafted(office, done, {**done, "correction_proof": "登记簿"})
    first = {row.matter_no: row.proven_at for row in office.rows(MatterDisposal, complaint_id=case)}
    submit(
        office, case, "approve-opinion", APPROVER, opinion_decision="investigate", comment="第二项的证明不全"
    )
    office.clock.moment += timedelta(days=1)
    other = {**done, "correction_proof": "登记簿第3页"}
    submit(office, case, "draft-opinion", HANDLER, matters=[done, other])
    again = {row.matter_no: row.proven_at for row in office.rows(MatterDisposal, complaint_id=case)}
    assert (again[1], again[2]) == (first[1], office.clock.now())
