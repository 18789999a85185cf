"""What goes back to the hotline: each decision and answer once, until the hotline has it; objections within their limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import DataError, NoResultFound
from structlog.testing import capture_logs

from deploy.log_setup import LISTED_FIELDS
from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.data_provision import DataProvision
from models.case.file_entry import FileEntry
from models.case.hotline_order import HotlineOrder
from models.case.lifecycle import ClockKind
from models.case.matter import Matter
from models.case.order_return import OrderObjection, OrderReturn
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.codes import MatterDecision, NonAcceptGround
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.ids import new_id
from models.ground.order_codes import ObjectionOutcome, ReturnKind, RowState, TableKind
from models.ledger.trail_event import TrailEvent
from services.alerts.due_days import ORDER_OBJECTION, list_due_days
from services.filing.hotline_order import NewOrder, note_order
from services.orders import collect_returns
from services.orders.collect_returns import collect_returns_step
from services.orders.deliver_order import DeliveredRow, deliver_row
from services.orders.list_orders import list_orders
from services.orders.objection import (
    MADE,
    TOO_LATE,
    ObjectToOrder,
    SettleObjection,
    last_day_to_object,
    object_to_order,
    read_order,
    settle_objection,
)
from services.orders.returns import (
    ReturnLine,
    confirm_file,
    confirm_returns,
    list_open_returns,
    list_returns,
    take_file,
)
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.provisions import left
from tests.unit.services.projected_task import accept
from tests.unit.services.test_answer_sending import give, ready
from tests.unit.services.test_order_tables import CLERK, FIRST, SUPERVISOR

ORDER, PURPOSE = "YH12345-1", "每日回填热线"


def as_order(office: FullOffice, case: str, number: str = ORDER) -> None:
    with office.unit_of_work() as unit:
        note_order(NewOrder(number, case, {"工单编号": number}, parse_moment("2026-09-04T10:00")), unit)


def open_lines(office: FullOffice) -> tuple[ReturnLine, ...]:
    return list_open_returns(office.unit_of_work(), office.actor(CLERK))


def deliver(office: FullOffice, **told: str) -> DeliveredRow:
    return deliver_row(TableKind.ORDERS, {**FIRST, **told}, office.unit_of_work(), office.actor(CLERK))


def order_id(office: FullOffice) -> str:
    return str(office.rows(HotlineOrder)[0].id)


def test_what_is_decided_and_answered_goes_back_once(office: FullOffice) -> None:
    """As the complainant reads it; it stands until the hotline has it, and marking it twice takes nothing more."""
    case = ready(office)
    as_order(office, case)
    give(office, case, ways=["query_code"])
    while collect_returns_step(office.unit_of_work):
        pass
    assert collect_returns_step(office.unit_of_work) == 0
    lines = {line.kind: line for line in open_lines(office)}
    assert set(lines) == {ReturnKind.ACCEPTANCE, ReturnKind.ANSWER}
    assert lines[ReturnKind.ACCEPTANCE].result.startswith("受理")
    answer = lines[ReturnKind.ANSWER].text
    assert "调查认定：" in answer
    assert "处理决定：" in answer
    for hidden in ("简一趟", "199-0000-0201"):
        assert hidden not in answer
    with pytest.raises(InvalidInput):
        take_file("无", office.unit_of_work(), office.actor(CLERK))
    assert len(take_file(PURPOSE, office.unit_of_work(), office.actor(CLERK))) == 2
    assert left(office, None)[-1] == ("hotline", "file", ("case_number", "result"))
    other_purpose = "补发给县热线平台"
    take_file(other_purpose, office.unit_of_work(), office.actor(CLERK))
    told = [row.words for row in office.rows(DataProvision) if row.words]
    assert told == [PURPOSE, other_purpose], "each file has its record, with what it was taken for"
    exported, _ = office.rows(TrailEvent, kind="list.exported")
    assert (exported.payload["purpose"], exported.payload["number"], exported.actor) == (PURPOSE, 2, CLERK)
    page = list_returns(False, 1, office.unit_of_work(), office.actor(CLERK))
    (file,) = page.files
    assert (file.rows, len(page.lines.rows)) == (2, 2), "what nobody has confirmed is still to be told"
    assert confirm_file(file.id, office.unit_of_work(), office.actor(CLERK)) == 2
    assert confirm_file(file.id, office.unit_of_work(), office.actor(CLERK)) == 0
    assert open_lines(office) == ()
    assert {row.taken_by for row in office.rows(OrderReturn)} == {CLERK}
    with pytest.raises(NotPermitted):
        list_open_returns(office.unit_of_work(), office.actor(SUPERVISOR))


def extend(office: FullOffice, case: str, *, is_effective: bool = True, no: int = 1) -> None:
    """More time for a case whose limit of resolving runs, told with the complainant's name in the reason."""
    (limit,) = office.rows(Clock, complaint_id=case, kind=ClockKind.RESOLVE)
    with office.unit_of_work() as unit:
        row = Extension(id=new_id(), complaint_id=case, no=no, round=1, requested_by="xun.wenshi")
        row.requested_at, row.reason, row.amount, row.unit = unit.clock.now(), "等外地确认", 5, "wd"
        row.extended_clock_id, row.old_due_at = limit.id, parse_moment("2026-09-14T17:00")
        row.told_text, row.is_effective = "因向简一趟（19900000201）核实而延长", is_effective
        row.new_due_at = parse_moment("2026-09-21T17:00") if is_effective else None
        unit.session.add(row)


def test_more_time_goes_back_once_with_the_new_last_day_and_nobodys_name(office: FullOffice) -> None:
    """In the file and for a program alike; one without effect is told to nobody, nor one of a limit that has ended."""
    case, other = office.file().complaint_id, office.file().complaint_id
    for one in (case, other):
        accept(office, one)
    as_order(office, case)
    as_order(office, other, "YH12345-2")
    extend(office, case)
    extend(office, case, is_effective=False, no=2)
    extend(office, other)
    (ended,) = office.rows(Clock, complaint_id=other, kind=ClockKind.RESOLVE)
    with office.unit_of_work() as unit:
        unit.session.get_one(Clock, ended.id).stopped_at = unit.clock.now()
    for _ in range(2):
        collect_returns_step(office.unit_of_work)
    (line,) = [line for line in open_lines(office) if line.kind is ReturnKind.EXTENSION]
    assert (line.order, line.result) == (ORDER, "延期")
    assert "延长后的办结期限：2026年9月21日" in line.text and "理由：因向" in line.text
    assert "简一趟" not in line.text and "19900000201" not in line.text
    filed = take_file(PURPOSE, office.unit_of_work(), office.actor(CLERK))
    assert line.text in [one.text for one in filed]
    assert office.rows(TrailEvent, kind="list.exported")
    confirm_returns([line.id], office.unit_of_work(), office.actor(CLERK))
    collect_returns_step(office.unit_of_work)
    assert all(one.kind is not ReturnKind.EXTENSION for one in open_lines(office))


def test_a_refusal_goes_back_with_ground_basis_and_the_right_place(office: FullOffice) -> None:
    case = ready(office)
    as_order(office, case)
    with office.unit_of_work() as unit:
        for row in office.rows(Matter, complaint_id=case):
            matter = unit.session.get_one(Matter, row.id)
            matter.decision, matter.nonaccept_ground = (
                MatterDecision.REFUSE,
                NonAcceptGround.OUT_OF_JURISDICTION,
            )
            matter.basis, matter.right_place = "《办法》第六条", "平泽市政务服务中心"
    collect_returns_step(office.unit_of_work)
    (line,) = [line for line in open_lines(office) if line.kind is ReturnKind.ACCEPTANCE]
    assert line.result == "不予受理"
    assert "不属本中心管辖；依据：《办法》第六条；可以向此处反映：平泽市政务服务中心" in line.text
    assert confirm_returns([line.id, "x" * 32], office.unit_of_work(), office.actor(CLERK)) == 1


def test_an_objection_that_nobody_hands_to_the_hotline_is_told_before_and_after_its_last_day(
    office: FullOffice,
) -> None:
    deliver(office)
    clerk, key = office.actor(CLERK), order_id(office)
    object_to_order(ObjectToOrder(key, "属平泽市", "《职责清单》第3项"), office.unit_of_work(), clerk)

    def told(at: str) -> list[list[str]]:
        office.clock.set(at)
        with office.unit_of_work().reading() as unit:
            return [
                [one.subject for one in due if one.what == ORDER_OBJECTION] for due in list_due_days(unit)
            ]

    with office.unit_of_work().reading() as unit:
        last = last_day_to_object(office.rows(HotlineOrder)[0].assigned_at, unit)
    assert told(f"{last}T09:00") == [[key], []]
    assert told(f"{last + timedelta(days=1)}T09:00") == [[], [key]]
    take_file(PURPOSE, office.unit_of_work(), clerk)
    assert told(f"{last + timedelta(days=1)}T09:00") == [[], []]


def test_an_objection_is_made_once_goes_back_and_is_answered(office: FullOffice) -> None:
    """派单异议: reason and basis go to the hotline; what it says is on file, and the case goes on until it is decided."""
    assert deliver(office).state is RowState.FILED
    clerk, key = office.actor(CLERK), order_id(office)
    command = ObjectToOrder(key, "属平泽市政务服务中心", "《职责清单》第3项")
    with pytest.raises(InvalidInput) as refused:
        object_to_order(ObjectToOrder(key, " ", ""), office.unit_of_work(), clerk)
    assert refused.value.errors == {"reason": "REQUIRED", "basis": "REQUIRED"}
    office.clock.set("2026-09-07T16:00")
    object_to_order(command, office.unit_of_work(), clerk)
    with pytest.raises(Conflict) as again:
        object_to_order(command, office.unit_of_work(), clerk)
    assert again.value.code == MADE
    (line,) = open_lines(office)
    assert open_lines(office) == (line,)
    returned = ("hotline", "program", ("case_number", "result"))
    assert left(office, None) == [returned], "asked for again is handed back once"
    assert (line.kind, line.result) == (ReturnKind.OBJECTION, "请求改派")
    assert line.text == "理由：属平泽市政务服务中心\n依据：《职责清单》第3项"
    assert not read_order(key, office.unit_of_work(), clerk).is_handed_over
    confirm_returns([line.id], office.unit_of_work(), clerk)
    assert read_order(key, office.unit_of_work(), clerk).is_handed_over
    settled = SettleObjection(key, ObjectionOutcome.TAKEN_BACK, "已改派平泽市")
    settle_objection(settled, office.unit_of_work(), clerk)
    with pytest.raises(Conflict):
        settle_objection(settled, office.unit_of_work(), clerk)
    (row,) = office.rows(OrderObjection)
    assert (row.outcome, row.outcome_by) == (ObjectionOutcome.TAKEN_BACK, CLERK)
    assert any("已改派平泽市" in entry.text for entry in office.rows(FileEntry))
    (shown,) = list_orders("0904", 1, office.unit_of_work(), clerk).rows
    assert (shown.has_objection, shown.outcome) == (True, ObjectionOutcome.TAKEN_BACK)
    assert office.rows(Complaint)[0].outcome is None, "it ends by its own decisions"


def test_an_objection_after_its_limit_is_refused(office: FullOffice) -> None:
    """Assigned on a Friday, one working day: until the office opens on Tuesday."""
    deliver(office)
    key, clerk = order_id(office), office.actor(CLERK)
    assert read_order(key, office.unit_of_work(), clerk).object_until == parse_moment("2026-09-08T09:00")
    office.clock.set("2026-09-08T09:00")
    assert read_order(key, office.unit_of_work(), clerk).bar == TOO_LATE
    with pytest.raises(Conflict) as refused:
        object_to_order(ObjectToOrder(key, "不是我们的", "职责清单"), office.unit_of_work(), clerk)
    assert refused.value.code == TOO_LATE


def test_a_program_brings_rows_as_a_file_does(office: FullOffice) -> None:
    first = deliver(office)
    assert first.query_code is not None
    again = deliver(office, 催办次数="1")
    assert (again.state, again.number, again.query_code) == (RowState.JOINED, first.number, None)
    assert deliver(office, 催办次数="1").state is RowState.SAME
    with pytest.raises(InvalidInput) as refused:
        deliver(office, 工单编号="A-9", 派单时间="明天")
    assert refused.value.errors == {"派单时间": "NOT_A_DATE"}


@pytest.mark.parametrize("fault", [Conflict(), NoResultFound(), DataError("", {}, Exception())])
def test_an_order_that_cannot_be_put_down_keeps_no_other_from_it_and_is_no_work(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """S6: one whose file was destroyed meanwhile stopped the step; one that was skipped had it begin again without a rest.

    Nor does what the database says of one, such as a row that is missing, stop the step.
    """
    put: list[str] = []

    def put_down(_kind: ReturnKind, order: str, _round: str, _unit: Unit) -> None:
        put.append(order)
        if order == "a":
            raise fault

    def list_new(kind: ReturnKind, after: str, _: Unit) -> list[tuple[str, str]]:
        """One at a time, so that one that fails fills the look."""
        left = [order for order in "ab" if order > after and kind is ReturnKind.ACCEPTANCE]
        return [(order, "1") for order in left[:1]]

    monkeypatch.setattr(collect_returns, "_put_down", put_down)
    monkeypatch.setattr(collect_returns, "_list_new", list_new)
    with capture_logs() as lines:
        assert collect_returns_step(office.unit_of_work) == 1
    assert put == ["a", "b"]
    (line,) = (line for line in lines if line["event"] == "return_not_found")
    assert line["order_id"] == "a"
    assert set(line) - {"log_level"} <= LISTED_FIELDS, "the log drops all others"
