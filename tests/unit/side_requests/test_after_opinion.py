"""What follows an approved opinion: rectification with verification, and discipline as proposal and transfer."""

from __future__ import annotations

import pytest

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.rectification import Rectification
from models.beside.sent_sheet import SentSheet
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.legal_time import as_iso
from models.ground.codes import RectificationKind
from models.ground.errors import Conflict, InvalidInput, NotFound
from services.beside.discipline.propose_for_opinion import propose_for_opinion
from services.beside.rectification.order_for_opinion import order_for_opinion
from services.beside.rectification.order_rectification import OrderRectification, order_rectification
from services.casefile.get_case import list_matters
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.views.task_page import get_task
from tests.provisions import left
from tests.unit.side_requests.side_case import SideCase

INSTANCE = "91"


def decide(case: SideCase, *disposals: list[str]) -> None:
    """Give the matters these disposals."""
    with case.unit() as (unit, complaint):
        rows = unit.session.query(Matter).filter_by(complaint_id=complaint.id).order_by(Matter.no)
        for matter, wanted in zip(rows, disposals, strict=True):
            matter.disposals = wanted


def order(case: SideCase) -> list[Rectification]:
    case.do("heng.gongyun", order_for_opinion)
    return case.office.rows(Rectification, complaint_id=case.complaint_id)


def bind(case: SideCase, table: type, row_id: str) -> None:
    command = StartOwnProcess(row_id, INSTANCE, case.job())
    assert not start_own_process(table, command, case.office.unit_of_work()).is_duplicate


def report(case: SideCase, login: str = "ren.shebao") -> None:
    case.submit("report-rectification", login, INSTANCE, report_text="已启用告知单")


def verify(case: SideCase, login: str = "jian.rujing", verified: str = "yes", note: str = "") -> None:
    case.submit("verify-rectification", login, INSTANCE, is_verified=verified, note=note)


def test_opinion_orders_one_rectification_and_one_improvement(case: SideCase) -> None:
    """S001: one per kind for the unit that the case is about; ordering again gives none."""
    decide(case, ["order_rectification", "improve_service"], ["order_rectification"])
    rows = order(case)
    assert [(row.kind, row.unit_code, row.matter_no) for row in rows] == [
        (RectificationKind.RECTIFY, "RS", 1),
        (RectificationKind.IMPROVE, "RS", 1),
    ]
    assert len(order(case)) == 2
    assert len(case.messages("complaint.rectification-ordered")) == 2


def test_opinion_without_such_a_disposal_orders_nothing(case: SideCase) -> None:
    """Nothing to set right."""
    decide(case, ["correct_error"], ["no_action"])
    assert order(case) == []
    case.do("heng.gongyun", propose_for_opinion)
    assert case.office.rows(DisciplinaryTransfer) == []


def word_neutrally(case: SideCase) -> None:
    """Let a person word each matter, with nothing in it that tells who complained."""
    with case.unit() as (unit, complaint):
        for matter in list_matters(complaint.id, unit):
            matter.text, matter.is_reworded = f"第{matter.no}项的表述", True


def test_an_order_says_what_is_asked_and_carries_the_sheet_of_its_matters(case: SideCase) -> None:
    """DM-2, R51: the matters that the opinion judged so, and no others."""
    decide(case, ["order_rectification"], [])
    word_neutrally(case)
    row = order(case)[0]
    assert row.what.startswith("责令整改（第1项投诉事项）：请纠正所列问题")
    sheet = case.one(SentSheet, request_id=row.id).text
    assert "1. 第1项的表述\n" in sheet
    assert "第2项的表述" not in sheet


def test_who_approves_reads_the_orders_that_leave_with_it(case: SideCase) -> None:
    """DM-2: unit, order and sheet; only the moment of the limit is not known yet."""
    decide(case, ["order_rectification"], [])
    word_neutrally(case)
    key = case.open_task("approve-opinion", INSTANCE)
    shown = str(get_task(key, case.office.unit_of_work(), case.office.actor("heng.gongyun")).data["orders"])
    row = order(case)[0]
    sent = case.one(SentSheet, request_id=row.id).text.splitlines()
    told = shown.splitlines()
    assert told[:2] == ["责任单位：云河市人力资源和社会保障局（驻厅）", row.what]
    limits = [line for line in [*told, *sent] if line.startswith("整改期限：")]
    assert [line for line in told[2:] if line not in sent] == [limits[0]]
    assert [line for line in sent if line not in told] == [limits[1]]


def test_case_about_no_unit_falls_back_to_its_handler(case: SideCase) -> None:
    """S028: no respondent is known, so the unit of the handler owes it."""
    decide(case, ["improve_service"], [])
    with case.unit() as (unit, complaint):
        unit.session.query(Respondent).filter_by(complaint_id=complaint.id).delete()
        complaint.handling_unit, complaint.handler_id = None, "zong.heke"
    assert order(case)[0].unit_code == "YH-ZW"


def test_report_that_does_not_stand_is_asked_for_again(case: SideCase) -> None:
    """R51: sent back with a reason that the new task tells, reported again, verified; also when the case is archived (UX-9)."""
    decide(case, ["order_rectification"], [])
    bind(case, Rectification, order(case)[0].id)
    with case.unit() as (_, complaint):
        complaint.stage = Stage.ARCHIVED
    report(case)
    with pytest.raises(InvalidInput) as refused:
        verify(case, verified="no")
    assert refused.value.errors == {"note": "REQUIRED"}
    verify(case, verified="no", note="抽查仍有三件未出具")
    row = case.one(Rectification)
    assert (row.state, row.verify_note) == (RequestState.OPEN, "抽查仍有三件未出具")
    again = case.open_task("report-rectification", INSTANCE)
    page = get_task(again, case.office.unit_of_work(), case.office.actor("ren.shebao"))
    assert page.sent_back is not None and page.sent_back.reason == "抽查仍有三件未出具"
    assert page.data["report_text"] == "已启用告知单"
    report(case)
    verify(case)
    row = case.one(Rectification)
    assert (row.state, row.attempts, row.verified_by) == (RequestState.ANSWERED, 2, "jian.rujing")
    assert case.clock("rectification").stop_reason == "verified"
    with pytest.raises(Conflict):
        verify(case)


@pytest.mark.parametrize("login", ["zong.heke", "jian.rujing", "xun.wenshi"])
def test_centre_and_office_verify_for_a_unit(case: SideCase, login: str) -> None:
    """S006: the centre's own unit, a supervisor, an investigator."""
    decide(case, ["order_rectification"], [])
    bind(case, Rectification, order(case)[0].id)
    report(case)
    verify(case, login)
    assert case.one(Rectification).verified_by == login


def test_representative_of_another_office_may_not_report(case: SideCase) -> None:
    """An office of the hall reports on its own orders only."""
    decide(case, ["order_rectification"], [])
    bind(case, Rectification, order(case)[0].id)
    with pytest.raises(NotFound):
        report(case, "zhang.zhaoquan")


def test_order_by_act_has_its_own_limit(case: SideCase) -> None:
    """Twenty working days instead of ten; more than sixty is refused."""
    command = OrderRectification("YH-ZW", RectificationKind.IMPROVE, "公示周六排班", due_wd=2)
    case.do("du.daodi", lambda c, u, a: order_rectification(command, c, u, a))
    assert as_iso(case.clock("rectification").due_at) == "2026-09-09T17:00:00+08:00"
    wrong = OrderRectification("NN", RectificationKind.IMPROVE, " ", due_wd=61)
    with pytest.raises(InvalidInput) as refused:
        case.do("du.daodi", lambda c, u, a: order_rectification(wrong, c, u, a))
    assert refused.value.errors == {"unit": "NOT_AN_OPTION", "what": "REQUIRED", "due_wd": "TOO_LARGE"}


def test_discipline_is_proposed_transferred_and_its_result_recorded(case: SideCase) -> None:
    """S051 R52: one transfer with its receipt within the limit; the result comes after the archive."""
    decide(case, ["propose_discipline"], ["propose_discipline", "correct_error"])
    for _ in range(2):
        case.do("heng.gongyun", propose_for_opinion)
    row = case.one(DisciplinaryTransfer)
    assert (row.matter_nos, row.state) == ([1, 2], RequestState.OPEN)
    assert len(case.messages("complaint.transfer-proposed")) == 1
    bind(case, DisciplinaryTransfer, row.id)
    case.submit("transfer-discipline", "jian.rujing", INSTANCE, to="X-JW", receipt="JW-2026-0011")
    row = case.one(DisciplinaryTransfer)
    assert (row.to_unit, row.receipt, row.transferred_by) == ("X-JW", "JW-2026-0011", "jian.rujing")
    assert case.clock("disciplinary_transfer").stop_reason == "transferred"
    with case.unit() as (_, complaint):
        complaint.stage = Stage.ARCHIVED
    case.submit("record-discipline-result", "jian.rujing", INSTANCE, result_text="批评教育、调离窗口")
    row = case.one(DisciplinaryTransfer)
    assert (row.state, row.end_reason) == (RequestState.ANSWERED, "RESULT_RECEIVED")
    assert case.office.rows(Complaint, id=case.complaint_id)[0].stage is Stage.ARCHIVED


def test_receipt_of_the_transfer_stays_in_the_database(case: SideCase) -> None:
    """The trail says to whom, without the receipt's number."""
    decide(case, ["propose_discipline"], [])
    case.do("heng.gongyun", propose_for_opinion)
    bind(case, DisciplinaryTransfer, case.one(DisciplinaryTransfer).id)
    case.submit("transfer-discipline", "jian.rujing", INSTANCE, to="X-JW", receipt="JW-2026-0011")
    assert case.trail("discipline.transferred")[0]["to_unit"] == "X-JW"
    assert "JW-2026-0011" not in repr(case.trail("discipline.transferred"))
    ((name, way, kinds),) = left(case.office, case.complaint_id)
    assert (way, kinds) == ("hand", ("case_number", "matter", "evidence")), name


def test_the_unit_that_reported_does_not_verify_itself(case: SideCase) -> None:
    """S006 S028: its representative finds no such task; the office, a supervisor or a representative of the centre verifies."""
    decide(case, ["order_rectification"], [])
    bind(case, Rectification, order(case)[0].id)
    report(case)
    with pytest.raises(NotFound):
        verify(case, "ren.shebao")
    verify(case, "zong.heke")
    assert case.one(Rectification).verified_by == "zong.heke"
