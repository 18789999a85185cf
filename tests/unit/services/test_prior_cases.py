"""What an office kept of complaints before: taken in once, found beside the cases and never one of them, taken back whole."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.prior_case import PriorCase, PriorMark, PriorNamed, PriorPair
from models.case.prior_table import PriorRow, PriorTable
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.prior_codes import PriorColumn, PriorState
from models.ledger.trail_event import TrailEvent
from models.office.alert import Alert
from models.office.staff import Staff
from models.vault.prior_identity import PriorIdentity
from services.lists.case_table import TableFormat, TakeTable
from services.lists.prior_table import read_prior_rows, take_prior_table
from services.prior import take_table as taking
from services.prior.mark_same import MarkSame, mark_same, unmark_same
from services.prior.name_columns import NameColumns, name_columns
from services.prior.receive_table import Received, ReceiveTable, receive_table
from services.prior.reveal_identity import RevealPrior, reveal_prior
from services.prior.table_view import TablePage, list_tables, list_wrong_rows, read_table_page
from services.prior.take_back import TakeBack, erase_prior_step, take_back
from services.prior.take_table import confirm_table, take_prior_step, take_table
from services.suggestions.prior_cases import list_prior_alike
from services.views.case_filter import CaseFilter, CaseOrder
from services.views.prior_cases import get_prior, search_prior
from services.worklist.find_person import FindPerson, find_person
from tests.full_office import FullOffice

SUPERVISOR, CLERK = "jian.rujing", "wen.rusheng"
PURPOSE = "启用新系统前的台账"
HEAD = "编号,投诉时间,投诉人,联系电话,投诉渠道,窗口/部门,办理事项,投诉内容,处理结果,答复时间,满意度"
FIRST = (
    "2024-001,2024-03-05 09:30,孙早来,199-0000-0501,窗口,综合窗口,公积金提取,"
    "孙早来反映公积金提取三次往返补材料，窗口未一次告知,已道歉并一次告知,2024-03-12,满意"
)
SECOND = (
    "2024-002,2024/4/1,匿名,,电话,不动产窗口,不动产登记,叫号系统故障排队两小时,已更换设备,2024-04-03,基本满意"
)


def csv_of(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join((head, *rows)).encode("gb18030")


def receive(office: FullOffice, content: bytes, login: str = SUPERVISOR) -> Received:
    return receive_table(
        ReceiveTable("台账.csv", content, PURPOSE), office.unit_of_work(), office.actor(login)
    )


def look(office: FullOffice, table_id: str) -> TablePage:
    return read_table_page(table_id, office.unit_of_work(), office.actor(SUPERVISOR))


def confirm(office: FullOffice, table_id: str) -> None:
    confirm_table(table_id, office.unit_of_work, office.actor(SUPERVISOR))


def take(office: FullOffice, *rows: str) -> str:
    table_id = receive(office, csv_of(*rows)).table_id
    confirm(office, table_id)
    take_table(table_id, 60.0, office.unit_of_work)
    return table_id


def find(office: FullOffice, login: str = CLERK, **asked: object) -> list[str]:
    page = search_prior(CaseFilter(**asked), 1, office.unit_of_work(), office.actor(login))
    return [line.number for line in page]


def test_rows_are_looked_at_taken_once_and_are_no_cases(office: FullOffice) -> None:
    """Identity into the vault, texts sealed; neither a case nor a clock nor an alert comes of a row."""
    table_id = receive(office, csv_of(FIRST, SECOND)).table_id
    assert look(office, table_id).table.counts == {PriorState.WAITING: 2}
    assert office.rows(PriorCase) == [], "a look takes nothing in"
    confirm(office, table_id)
    take_table(table_id, 60.0, office.unit_of_work)
    table = look(office, table_id).table
    assert (table.counts, table.has_ended) == ({PriorState.TAKEN: 2}, True)
    first, second = sorted(office.rows(PriorCase), key=lambda row: row.number)
    assert first.received_at == parse_moment("2024-03-05T09:30")
    assert not {"name", "phone"} & set(first.fields)
    (identity,) = office.rows(PriorIdentity)
    assert (identity.no, identity.name, identity.phone) == (first.no, "孙早来", "199-0000-0501")
    assert {row.fields for row in office.rows(PriorRow)} == {None}, "what is taken stands in its place alone"
    assert [office.rows(kind) for kind in (Complaint, Clock, Alert)] == [[], [], []]
    with pytest.raises(Conflict):
        confirm(office, table_id)
    assert second.answered_at == parse_moment("2024-04-03T00:00")


def test_nothing_comes_twice_whatever_is_sent_again(office: FullOffice) -> None:
    """The same file is the same table; the same row in another file is known by number and digest."""
    table_id = take(office, FIRST, SECOND)
    assert receive(office, csv_of(FIRST, SECOND)) == Received(table_id, was_here=True)
    changed = SECOND.replace("已更换设备", "未处理")
    again = receive(office, csv_of(FIRST, changed, SECOND.replace("2024-002", "2024-003"))).table_id
    page = look(office, again)
    assert page.table.counts == {PriorState.SAME: 1, PriorState.WRONG: 1, PriorState.WAITING: 1}
    assert page.wrong[0].faults == {"number": "NUMBER_TAKEN"}
    confirm(office, again)
    take_table(again, 60.0, office.unit_of_work)
    assert len(office.rows(PriorCase)) == 3


def test_two_files_with_the_same_rows_that_were_looked_at_together(office: FullOffice) -> None:
    first, second = (receive(office, csv_of(FIRST, *more)).table_id for more in ((), (SECOND,)))
    for table_id in (first, second):
        confirm(office, table_id)
    while take_prior_step(office.unit_of_work):
        pass
    assert len(office.rows(PriorCase)) == 2
    assert look(office, second).table.counts == {PriorState.SAME: 1, PriorState.TAKEN: 1}
    assert all(row.ended_at for row in office.rows(PriorTable))


def test_an_end_among_the_rows_loses_and_doubles_none(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies while it writes a part leaves that part untaken; the next goes on there."""
    monkeypatch.setattr(taking, "ROWS_OF_A_STEP", 2)
    rows = [FIRST.replace("2024-001", f"A-{number}") for number in range(5)]
    table_id = receive(office, csv_of(*rows)).table_id
    confirm(office, table_id)
    assert take_prior_step(office.unit_of_work) == 2
    whole = taking.store_prior
    calls: list[int] = []

    def die(no: int, *rest: object) -> None:
        calls.append(no)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(no, *rest)

    monkeypatch.setattr(taking, "store_prior", die)
    with pytest.raises(KeyboardInterrupt):
        take_prior_step(office.unit_of_work)
    assert len(office.rows(PriorCase)) == 2
    assert look(office, table_id).table.done == 2, "what is told as done is done"
    monkeypatch.setattr(taking, "store_prior", whole)
    while take_prior_step(office.unit_of_work):
        pass
    assert sorted(row.number for row in office.rows(PriorCase)) == [f"A-{number}" for number in range(5)]
    assert look(office, table_id).table.has_ended


WRONG = {
    ",2024-01-01,,,,,,内容甲,,,": {"number": "REQUIRED"},
    "B-2,昨天,,,,,,内容甲,,,": {"received": "NOT_A_DATE"},
    "B-3,2999-01-01,,,,,,内容甲,,,": {"received": "IN_THE_FUTURE"},
    "B-4,2024-01-05,,,,,,,,,": {"content": "REQUIRED"},
    "B-5,2024-01-05,,,,,,内容甲,,2024-01-04,": {"answered": "ANSWERED_BEFORE"},
    f"{'9' * 61},2024-01-05,,,,,,内容甲,,,": {"number": "TOO_LONG"},
    "B-7,2024-01-05,,,,,,内容甲,,,,多": {"row": "TOO_MANY_CELLS"},
    "B-8,2024-02-30,,,,,,内容甲,,没有,": {"received": "NOT_A_DATE", "answered": "NOT_A_DATE"},
}


def test_each_wrong_row_is_told_with_line_column_and_reason(office: FullOffice) -> None:
    twice = FIRST.replace("一次告知,", "二次告知,")
    table_id = receive(office, csv_of(*WRONG, FIRST, FIRST, twice)).table_id
    page = look(office, table_id)
    told = list(list_wrong_rows(table_id, office.unit_of_work, office.actor(SUPERVISOR)))
    assert [(row.line, dict(row.faults)) for row in told] == [
        *enumerate(WRONG.values(), 2),
        (12, {"number": "NUMBER_TWICE"}),
    ]
    assert list(page.wrong) == told
    assert page.table.counts == {PriorState.WRONG: 9, PriorState.WAITING: 1, PriorState.SAME: 1}


def test_headings_that_nobody_knows_are_named_once_and_remembered(office: FullOffice) -> None:
    head = "流水,来电时间,登记时间,反映问题,处理科室,备注"
    rows = (
        "C-1,2024-05-01,2024-05-02,门口停车难,后勤科,无人接听",
        "C-2,2024-05-03,2024-05-03,空调坏,后勤科,",
    )
    table_id = receive(office, csv_of(*rows, head=head)).table_id
    page = look(office, table_id)
    assert page.meanings == (None, None, None, PriorColumn.CONTENT, None, None), "two dates are for a person"
    assert (page.table.is_read, page.table.total) == (False, 0)
    with pytest.raises(Conflict):
        confirm(office, table_id)
    number, received, content = PriorColumn.NUMBER, PriorColumn.RECEIVED, PriorColumn.CONTENT
    wrong = (number, received, received, content, None, PriorColumn.OTHER)
    supervisor = office.actor(SUPERVISOR)
    with pytest.raises(InvalidInput) as refused:
        name_columns(NameColumns(table_id, wrong), office.unit_of_work(), supervisor)
    assert refused.value.errors == {"1": "COLUMN_TWICE", "2": "COLUMN_TWICE", "4": "REQUIRED"}
    right = (number, received, PriorColumn.SKIPPED, content, PriorColumn.PLACE, PriorColumn.OTHER)
    name_columns(NameColumns(table_id, right), office.unit_of_work(), supervisor)
    confirm(office, table_id)
    take_table(table_id, 60.0, office.unit_of_work)
    first = next(row for row in office.rows(PriorCase) if row.number == "C-1")
    assert first.fields["others"] == {"备注": "无人接听"}
    assert "2024-05-02" not in str(first.fields)
    later = receive(office, csv_of("C-3,2024-06-01,2024-06-01,电梯停运,后勤科,", head=head)).table_id
    assert look(office, later).meanings == right
    assert look(office, later).table.counts == {PriorState.WAITING: 1}


def test_it_is_found_by_number_words_days_and_person(office: FullOffice) -> None:
    take(office, FIRST, SECOND)
    assert find(office) == ["2024-002", "2024-001"]
    assert find(office, number="24-001") == ["2024-001"]
    assert find(office, words="叫号 故障") == ["2024-002"]
    assert find(office, words="已更换") == ["2024-002"]
    assert find(office, words="叫号 公积金") == []
    assert find(office, words="孙早来") == [], "names lead nowhere by words"
    assert find(office, received_until=parse_moment("2024-03-05T00:00").date()) == ["2024-001"]
    assert find(office, handling_unit="BDC") == []
    command = FindPerson("", "19900000501", "核对是否重复投诉")
    found = find_person(command, office.unit_of_work(), office.actor(CLERK))
    assert (found.cases, len(found.prior)) == ((), 1)
    assert find(office, case_ids=found.ids) == ["2024-001"]


def test_who_is_complained_about_and_other_offices_do_not_read_it(office: FullOffice) -> None:
    named = office.actor("ji.luqing")
    (name,) = [row.name for row in office.rows(Staff, login="ji.luqing")]
    take(office, FIRST, SECOND.replace("叫号系统", f"{name}态度差，叫号系统"))
    assert [row.login for row in office.rows(PriorNamed)] == ["ji.luqing"]
    assert find(office, "ji.luqing") == ["2024-001"]
    hidden = next(row for row in office.rows(PriorCase) if row.number == "2024-002")
    with pytest.raises(NotFound):
        get_prior(hidden.id, office.unit_of_work(), named)


def test_a_new_complaint_is_compared_with_what_was_kept_before(office: FullOffice) -> None:
    """重复投诉: by telephone however long ago, and by words."""
    take(office, FIRST, SECOND)
    same_person = office.file(content="大厅停车位不足，绕了三圈。", phone="19900000501").complaint_id
    same_words = office.file(
        content="叫号系统又故障了，排队两小时没人管。", address="203.0.113.8"
    ).complaint_id
    other = office.file(content="工作人员上班时间玩手机。", address="203.0.113.9").complaint_id

    def alike(complaint_id: str) -> list[tuple[str, list[str]]]:
        with office.unit_of_work() as unit:
            case = unit.session.get_one(Complaint, complaint_id)
            found = list_prior_alike(case, unit, office.actor(CLERK), may_know=True)
            return [(row.number, [field.value for field in row.same_person]) for row in found]

    assert alike(same_person) == [("2024-001", ["phone"])]
    assert alike(same_words) == [("2024-002", [])]
    assert alike(other) == []


def test_a_table_is_taken_back_whole_while_no_case_refers_to_it(office: FullOffice) -> None:
    table_id = take(office, FIRST, SECOND)
    supervisor, clerk = office.actor(SUPERVISOR), office.actor(CLERK)
    case_id = office.add_complaint(matter="又来反映公积金提取")
    (number,) = [row.number for row in office.rows(Complaint)]
    first = next(row for row in office.rows(PriorCase) if row.number == "2024-001")
    for _ in range(2):
        mark_same(MarkSame(first.id, number), office.unit_of_work(), clerk)
    assert len(office.rows(PriorMark)) == 1
    with pytest.raises(InvalidInput) as refused:
        take_back(TakeBack(table_id, "导错了文件"), office.unit_of_work(), supervisor)
    assert (refused.value.errors, refused.value.facts) == (
        {"reason": "REFERRED_TO"},
        {"reason": {"names": number, "others": 0}},
    )
    unmark_same(first.id, case_id, office.unit_of_work(), clerk)
    take_back(TakeBack(table_id, "导错了文件"), office.unit_of_work(), supervisor)
    assert find(office) == [], "hidden at once"
    with pytest.raises(NotFound):
        mark_same(MarkSame(first.id, number), office.unit_of_work(), clerk)
    while erase_prior_step(office.unit_of_work):
        pass
    assert [office.rows(kind) for kind in (PriorCase, PriorPair, PriorIdentity, PriorNamed)] == [
        [],
        [],
        [],
        [],
    ]
    (table,) = office.rows(PriorTable)
    with pytest.raises(NotFound):
        office.unit_of_work().ports.object_store.get(table.raw_key)
    take(office, FIRST, SECOND)
    assert find(office) == ["2024-002", "2024-001"], "the same file may come again"


def test_what_is_taken_back_while_it_comes_in_stops(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "ROWS_OF_A_STEP", 1)
    table_id = receive(office, csv_of(FIRST, SECOND)).table_id
    confirm(office, table_id)
    assert take_prior_step(office.unit_of_work) == 1
    take_back(TakeBack(table_id, "导错了文件"), office.unit_of_work(), office.actor(SUPERVISOR))
    assert take_prior_step(office.unit_of_work) == 0
    while erase_prior_step(office.unit_of_work):
        pass
    assert office.rows(PriorCase) == []
    assert {row.state for row in office.rows(PriorRow)} == {PriorState.GONE}


def test_identity_is_shown_for_a_purpose_on_record_and_tables_leave_without_it(office: FullOffice) -> None:
    take(office, FIRST)
    (row,) = office.rows(PriorCase)
    clerk = office.actor(CLERK)
    file = get_prior(row.id, office.unit_of_work(), clerk)
    assert file.identity == {"name": "孙**", "phone": "199****0501"}
    with pytest.raises(InvalidInput):
        reveal_prior(RevealPrior(row.id, "看"), office.unit_of_work(), clerk)
    shown = reveal_prior(RevealPrior(row.id, "核对重复投诉"), office.unit_of_work(), clerk)
    assert shown.hand_out(lambda person: person.name) == "孙早来"
    assert [event.kind for event in office.rows(TrailEvent)].count("prior_identity.revealed") == 1
    command = TakeTable(CaseFilter(), CaseOrder.NEWEST, TableFormat.CSV, "年度统计")
    ids = take_prior_table(command, office.unit_of_work(), clerk)
    (told,) = read_prior_rows(ids, office.unit_of_work, clerk)
    assert (told.number, told.place, told.channel) == ("2024-001", "综合窗口", "窗口")
    assert "孙早来" not in str(told)


def test_it_is_for_administrators_and_supervisors(office: FullOffice) -> None:
    for work in (
        lambda: receive(office, csv_of(FIRST), CLERK),
        lambda: list_tables(office.unit_of_work(), office.actor(CLERK)),
    ):
        with pytest.raises(NotPermitted):
            work()
    with pytest.raises(InvalidInput) as refused:
        receive_table(ReceiveTable("", csv_of(FIRST), "导"), office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.errors == {"purpose": "TOO_SHORT"}
