"""Files of the hotline: new orders are filed once, known ones go on in their case, and nothing is lost between two rows."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from models.beside.supplement import Supplement
from models.case.channel_table import ChannelTable, ChannelTableRow
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.hotline_order import HotlineOrder
from models.case.lifecycle import FileEntryKind, Stage
from models.case.receipt import CAME_LATER, Receipt
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.order_codes import OrderChange, RowState, TableKind
from models.ledger.trail_event import TrailEvent
from models.office.alert import Alert, AlertKind
from models.vault.identity import Identity
from services.alerts.raise_alerts import raise_alerts_step
from services.beside.sheets.facts_sheet import IDENTITY, WORDING, level_of
from services.casefile.add_entry import GOES_ON, MAX_TEXT
from services.filing.file_raw_message import FileRawMessage, file_raw_message
from services.filing.register_complaint import RegisterComplaint, register_complaint
from services.filing.statement import Statement
from services.orders import take_table as taking
from services.orders.deliver_order import deliver_row
from services.orders.follow_order import HELD_BACK_FROM_NOW, IDENTITY_CHANGED
from services.orders.receive_table import ReceiveTable, receive_table
from services.orders.table_view import TablePage, list_tables, read_table_page
from services.orders.take_table import confirm_table, take_table, take_tables_step
from services.worklist.identity_permission import may_know_identity
from tests.full_office import FullOffice
from tests.tiers.sisters import leave_every
from tests.web_staff.fake_monitor import FakeMonitor

CLERK, SUPERVISOR = "wen.rusheng", "jian.rujing"
HEAD = (
    "工单编号",
    "来电时间",
    "诉求人",
    "联系电话",
    "诉求标题",
    "诉求内容",
    "派单时间",
    "办理时限",
    "工单状态",
)
FIRST = {
    "工单编号": "YH12345-20260904-00187",
    "来电时间": "2026-09-04 09:31:40",
    "诉求人": "钱又退",
    "联系电话": "199-0000-0009",
    "诉求标题": "公积金提取超承诺时限未到账",
    "诉求内容": "市民反映，8月24日在G01窗口办理提取，至今未到账。",
    "派单时间": "2026-09-04 10:00:00",
    "办理时限": "2026-09-15 10:00:00",
    "工单状态": "待签收",
}
SECOND = {**FIRST, "工单编号": "YH12345-20260904-00188", "诉求标题": "等候时间过长", "诉求人": "（要求保密）"}


def csv_of(*rows: dict[str, str]) -> bytes:
    heads = [*HEAD, *sorted({name for row in rows for name in row} - set(HEAD))]
    lines = [heads, *([row.get(name, "") for name in heads] for row in rows)]
    return "\r\n".join(",".join(cells) for cells in lines).encode("gb18030")


def receive(office: FullOffice, *rows: dict[str, str]) -> str:
    command = ReceiveTable("工单.csv", csv_of(*rows))
    return receive_table(command, office.unit_of_work(), office.actor(CLERK))


def look(office: FullOffice, table_id: str) -> TablePage:
    return read_table_page(table_id, office.unit_of_work(), office.actor(CLERK))


def take(office: FullOffice, *rows: dict[str, str]) -> TablePage:
    table_id = receive(office, *rows)
    confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
    take_table(table_id, 60.0, office.unit_of_work)
    return look(office, table_id)


def entries(office: FullOffice, kind: FileEntryKind) -> list[str]:
    return [row.text for row in office.rows(FileEntry, kind=kind)]


def test_orders_are_filed_once_with_the_date_that_the_hotline_asks_for(office: FullOffice) -> None:
    table_id = receive(office, FIRST, SECOND)
    assert look(office, table_id).counts == {RowState.FILED: 2}
    assert office.rows(Complaint) == [], "a look files nothing"
    confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
    take_table(table_id, 60.0, office.unit_of_work)
    done = look(office, table_id)
    assert (done.counts, done.table.has_ended) == ({RowState.FILED: 2}, True)
    first, second = sorted(office.rows(Complaint), key=lambda row: row.matter)[::-1]
    titles = {first.matter.split("\n")[0], second.matter.split("\n")[0]}
    assert titles == {FIRST["诉求标题"], SECOND["诉求标题"]}
    assert {row.channel for row in (first, second)} == {Channel.HOTLINE_12345}
    assert {row.received_at for row in (first, second)} == {parse_moment("2026-09-04T10:00")}
    assert {row.channel_due_at for row in (first, second)} == {parse_moment("2026-09-15T10:00")}
    assert {row.registered_by for row in (first, second)} == {None}, "no clerk has registered it"
    assert len(office.rows(Identity)) == 2
    assert all(FIRST["诉求内容"] in row.raw_text for row in office.rows(Receipt))
    assert {row.fields for row in office.rows(ChannelTableRow)} == {None}, (
        "what stands in a case stands there alone"
    )


def test_the_same_file_again_and_where_an_order_stands_in_the_hotline_change_nothing(
    office: FullOffice,
) -> None:
    take(office, FIRST, SECOND)
    again = receive(office, FIRST, {**SECOND, "工单状态": "办理中"})
    assert look(office, again).counts == {RowState.SAME: 2}
    assert take(office, FIRST, {**SECOND, "工单状态": "办理中"}).counts == {RowState.SAME: 2}
    assert len(office.rows(Complaint)) == 2
    assert office.rows(FileEntry) == []
    with pytest.raises(Conflict):
        table_id = receive(office, FIRST)
        confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
        confirm_table(table_id, office.unit_of_work, office.actor(CLERK))


def test_updates_urging_and_supplements_join_the_case_and_are_told_before(office: FullOffice) -> None:
    take(office, FIRST)
    news = {
        **FIRST,
        "诉求内容": FIRST["诉求内容"] + "打窗口电话无人接。",
        "联系电话": "199-0000-0010",
        "催办次数": "1",
        "催办内容": "市民再次来电催促",
        "补充内容": "市民补充：有转账记录",
        "办理时限": "2026-09-17 10:00:00",
    }
    (row,) = look(office, receive(office, news)).rows
    (case,) = office.rows(Complaint)
    assert (row.state, row.case_number) == (RowState.JOINED, case.number)
    assert set(row.changes) == set(OrderChange)
    take(office, news)
    take(office, news)
    (case,) = office.rows(Complaint)
    assert case.times_urged == 1
    assert case.channel_due_at == parse_moment("2026-09-17T10:00"), "no limit runs yet that it bounds"
    assert entries(office, FileEntryKind.REMINDER) == ["12345热线第1次催办：市民再次来电催促"]
    notes = entries(office, FileEntryKind.NOTE)
    assert any("诉求内容：由" in note and "无人接" in note for note in notes)
    assert any("由2026年9月15日10:00改为2026年9月17日10:00" in note for note in notes)
    assert not any("199" in note for note in notes), "no identity in the file"
    (supplement,) = office.rows(Supplement)
    assert supplement.text == "12345热线补充：市民补充：有转账记录"
    take(office, {**news, "催办次数": "2"})
    assert office.rows(Complaint)[0].times_urged == 2
    for _ in range(2):
        raise_alerts_step(office.unit_of_work, FakeMonitor(), has_receiver=False)  # type: ignore[arg-type]  # the part of the port that is asked
    assert [(row.complaint_id, row.kind) for row in office.rows(Alert)] == [(case.id, AlertKind.URGED)]


def test_a_caller_who_asks_for_secrecy_later_has_it_from_then_on(office: FullOffice) -> None:
    """As if he had asked when it was filed: who may know him, and what a sheet tells; a later row takes nothing back."""
    take(office, {**FIRST, "是否保密": "否"})
    (case,) = office.rows(Complaint)
    assert not case.confidentiality_requested
    for told in ("是", "否"):
        take(office, {**FIRST, "是否保密": told})
        with office.unit_of_work().reading() as unit:
            kept = unit.session.get_one(Complaint, case.id)
            assert kept.confidentiality_requested
            assert not may_know_identity(kept, "han.hecha", unit)
            assert level_of(kept, unit, wanted=IDENTITY) == WORDING
    said = [
        row.payload.get("confidentiality_requested") for row in office.rows(TrailEvent, kind="order.followed")
    ]
    assert sorted(said, key=str) == [None, True]
    assert HELD_BACK_FROM_NOW in entries(office, FileEntryKind.NOTE)


def test_a_row_whose_only_news_stands_in_another_column_joins_the_case_and_is_kept_with_its_hash(
    office: FullOffice,
) -> None:
    take(office, FIRST)
    news = {**FIRST, "领导批示": "请当日联系市民", "备用电话": "199-0000-0012"}
    assert look(office, receive(office, news)).counts == {RowState.JOINED: 1}
    for expected in (RowState.JOINED, RowState.SAME):
        assert take(office, news).counts == {expected: 1}
    notes = entries(office, FileEntryKind.NOTE)
    assert sorted(notes) == sorted(["12345热线更新了工单：\n领导批示：请当日联系市民", IDENTITY_CHANGED])
    first, later = sorted(office.rows(Receipt), key=lambda row: CAME_LATER in row.meta)
    assert CAME_LATER not in first.meta
    assert json.loads(later.raw_text) == news
    assert later.raw_sha256 == sha256(later.raw_text.encode()).hexdigest()


@pytest.mark.parametrize("field", leave_every(3, ["补充内容", "催办内容", "诉求内容"]))
def test_long_words_of_the_hotline_come_whole_into_the_case(office: FullOffice, field: str) -> None:
    """A cell holds 32,767 characters; what is too long for one entry goes on in others."""
    take(office, FIRST)
    words = "".join(f"第{no}句。" for no in range(1, 2_400))
    assert len(words) > 12_000
    take(office, {**FIRST, "催办次数": "1", field: words})
    notes, urged = (in_order(office, kind) for kind in (FileEntryKind.NOTE, FileEntryKind.REMINDER))
    notes = [row.text for row in office.rows(Supplement)] + notes
    assert any(words in "".join(told).replace(GOES_ON, "") for told in (notes, urged))
    assert max(map(len, notes + urged)) <= MAX_TEXT


def in_order(office: FullOffice, kind: FileEntryKind) -> list[str]:
    """What goes on stands behind what it goes on from."""
    return sorted(entries(office, kind), key=lambda text: text.startswith(GOES_ON))


def test_a_new_order_that_was_urged_before_it_came_says_so(office: FullOffice) -> None:
    take(office, {**FIRST, "催办次数": "1", "补充内容": "有录音"})
    assert office.rows(Complaint)[0].times_urged == 1
    assert [row.text for row in office.rows(Supplement)] == ["12345热线补充：有录音"]


def test_what_comes_for_an_archived_case_is_entered_as_come_later(office: FullOffice) -> None:
    take(office, FIRST)
    with office.unit_of_work() as unit:
        (order,) = office.rows(HotlineOrder)
        unit.session.get_one(Complaint, order.complaint_id).stage = Stage.ARCHIVED
    take(office, {**FIRST, "补充内容": "有录音"})
    assert entries(office, FileEntryKind.ADDENDUM) == ["补卷：12345热线对工单的更新。"]
    assert entries(office, FileEntryKind.NOTE) == ["12345热线补充：有录音"]
    assert office.rows(Supplement) == []


def test_rows_that_are_wrong_are_left_out_with_their_line_and_reason(office: FullOffice) -> None:
    late = {**SECOND, "派单时间": "2031-01-01 10:00:00", "办理时限": ""}
    table_id = receive(office, FIRST, {**FIRST, "工单编号": ""}, late)
    rows = {row.line: row for row in look(office, table_id).rows}
    assert (rows[3].state, rows[3].faults) == (RowState.WRONG, {"工单编号": "REQUIRED"})
    assert (rows[4].state, rows[4].faults) == (RowState.WRONG, {"派单时间": "IN_THE_FUTURE"})
    confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
    take_table(table_id, 60.0, office.unit_of_work)
    assert look(office, table_id).counts == {RowState.FILED: 1, RowState.WRONG: 2}
    assert len(office.rows(Complaint)) == 1


def test_an_order_that_a_clerk_or_a_program_brought_first_is_the_same(office: FullOffice) -> None:
    clerk = office.actor(CLERK)
    words = Statement(content=FIRST["诉求内容"], name="钱又退", phone="199-0000-0009")
    received = parse_moment("2026-09-04T10:00")
    typed = RegisterComplaint(
        "a" * 32,
        Channel.HOTLINE_12345,
        received,
        words,
        raw="工单",
        meta={"source_reference": FIRST["工单编号"]},
    )
    register_complaint(typed, office.unit_of_work(), clerk)
    file_raw_message(FileRawMessage(Channel.HOTLINE_12345, received, SECOND), office.unit_of_work(), clerk)
    take(office, FIRST, SECOND)
    assert len(office.rows(Complaint)) == 2


def test_an_order_of_an_earlier_release_is_known_by_its_number(office: FullOffice) -> None:
    received = parse_moment("2026-09-04T10:00")
    file_raw_message(
        FileRawMessage(Channel.HOTLINE_12345, received, FIRST), office.unit_of_work(), office.actor(CLERK)
    )
    with office.unit_of_work() as unit:
        unit.session.delete(unit.session.get_one(HotlineOrder, office.rows(HotlineOrder)[0].id))
    assert take(office, FIRST).counts == {RowState.SAME: 1}
    (order,) = office.rows(HotlineOrder)
    assert order.fields["诉求人"] == "钱又退"


def test_an_end_between_two_rows_loses_and_doubles_none(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is taken is taken with its mark in one commit; the workers go on with the rest, with the rights of who confirmed."""
    rows = [{**FIRST, "工单编号": f"YH-{number}"} for number in range(5)]
    table_id = receive(office, *rows)
    confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
    real = taking.take_row
    seen: list[str] = []

    def dies_at_the_third(kind, fields, unit, actor):  # type: ignore[no-untyped-def]  # as the real one
        taken = real(kind, fields, unit, actor)
        seen.append(fields["工单编号"])
        if len(seen) == 3:
            raise KeyboardInterrupt
        return taken

    monkeypatch.setattr(taking, "take_row", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        take_table(table_id, 60.0, office.unit_of_work)
    monkeypatch.setattr(taking, "take_row", real)
    assert len(office.rows(Complaint)) == 2
    while take_tables_step(office.unit_of_work):
        pass
    assert len(office.rows(Complaint)) == 5
    (line,) = list_tables(office.unit_of_work(), office.actor(CLERK))
    assert (line.has_ended, line.done, line.total) == (True, 5, 5)
    assert office.rows(ChannelTable)[0].raw_sha256


def test_reviews_are_filed_once(office: FullOffice) -> None:
    told = (
        "评价编号,评价等级,评价内容,评价时间,窗口,评价人,是否实名\n"
        "HP1,非常不满意,等两小时,2026/9/2 11:05,B02,等风来,是\n"
        "HP2,不满意,态度差,2026/9/2 12:05,B02,匿名用户,否\n"
    )
    for expected in ({RowState.FILED: 2}, {RowState.SAME: 2}):
        table_id = receive_table(
            ReceiveTable("评价.csv", told.encode()), office.unit_of_work(), office.actor(CLERK)
        )
        assert look(office, table_id).counts == expected
        confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
        take_table(table_id, 60.0, office.unit_of_work)
        assert look(office, table_id).counts == expected
    cases = office.rows(Complaint)
    assert sorted(row.identity_kind for row in cases) == ["anonymous", "real_name"]
    assert {row.channel for row in cases} == {Channel.BAD_REVIEW}


def test_what_a_review_says_later_joins_its_case_once(office: FullOffice) -> None:
    """追评; the first row again, or either of both, is nothing new."""
    first = {
        "review_id": "HP1",
        "level": "不满意",
        "text": "等两小时",
        "evaluated_at": "2026-09-02T11:05:00+08:00",
        "real_name_verified": "否",
    }
    later = {**first, "text": "等两小时。还没有人道歉", "level": "非常不满意"}
    clerk, made = office.actor(CLERK), []
    for row in (first, first, later, later, first):
        made.append(deliver_row(TableKind.REVIEWS, row, office.unit_of_work(), clerk))
    assert [one.state for one in made] == [
        RowState.FILED,
        RowState.SAME,
        RowState.JOINED,
        RowState.SAME,
        RowState.SAME,
    ]
    assert set(made[2].changes) == {OrderChange.SUPPLEMENTED, OrderChange.REWORDED}
    assert [row.text for row in office.rows(Supplement)] == ["好差评追评：。还没有人道歉"]
    assert entries(office, FileEntryKind.NOTE) == ["好差评更新了评价：\nlevel：非常不满意"]
    assert len(office.rows(Receipt)) == 2
    told = "评价编号,评价等级,评价内容,评价时间\nHP1,不满意,再等一次,2026/9/2 11:05\nHP1,不满意,再等一次,2026/9/2 11:05\n"
    table = ReceiveTable("评价.csv", told.encode())
    page = look(office, receive_table(table, office.unit_of_work(), clerk))
    assert page.counts == {RowState.JOINED: 1, RowState.SAME: 1}


def test_only_who_registers_takes_tables_in(office: FullOffice) -> None:
    with pytest.raises(NotPermitted):
        receive_table(
            ReceiveTable("工单.csv", csv_of(FIRST)), office.unit_of_work(), office.actor(SUPERVISOR)
        )
    with pytest.raises(InvalidInput) as refused:
        receive_table(ReceiveTable("表.csv", "姓名\n甲".encode()), office.unit_of_work(), office.actor(CLERK))
    assert refused.value.errors == {"file": "ORDER_HEADINGS"}
