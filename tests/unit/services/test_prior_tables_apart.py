"""Tables of before that are wrong, come again or go while others rely on them: no row is lost, none stops another."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.prior_case import PriorCase, PriorNamed
from models.case.prior_table import PriorTable
from models.ground.errors import InvalidInput
from models.ground.prior_codes import PriorColumn, PriorState
from models.office.staff import Staff
from services.identity.prior_identity import select_prior_of_complainant
from services.orders.columns import read_moment
from services.prior.mark_same import MarkSame, mark_same
from services.prior.name_columns import NameColumns, name_columns
from services.prior.reveal_identity import RevealPrior, reveal_prior
from services.prior.take_back import TakeBack, erase_prior_step, take_back
from services.prior.take_table import take_prior_step
from services.views.prior_cases import PriorFile, get_prior
from tests.full_office import FullOffice
from tests.unit.services.test_prior_cases import (
    CLERK,
    FIRST,
    SECOND,
    SUPERVISOR,
    confirm,
    csv_of,
    find,
    look,
    receive,
    take,
)

ADMINISTRATOR = "guan.xitong"
NO_DATES = ("0001-01-01", "0001/1/1 0:00:00", "1900-01-00", "1900-01-01", "0001-01-01T00:00:00+00:00")


def go_back(office: FullOffice, table_id: str, login: str = SUPERVISOR) -> None:
    take_back(TakeBack(table_id, "导错了文件"), office.unit_of_work(), office.actor(login))


def erase(office: FullOffice) -> None:
    while erase_prior_step(office.unit_of_work):
        pass


def take_with(office: FullOffice, head: str, rows: list[str], meanings: tuple[PriorColumn, ...]) -> PriorCase:
    """The first case of a table whose headings a person named."""
    table_id = receive(office, csv_of(*rows, head=head)).table_id
    name_columns(NameColumns(table_id, meanings), office.unit_of_work(), office.actor(SUPERVISOR))
    confirm(office, table_id)
    while take_prior_step(office.unit_of_work):
        pass
    return office.rows(PriorCase)[0]


def read(office: FullOffice, case: PriorCase) -> PriorFile:
    return get_prior(case.id, office.unit_of_work(), office.actor(CLERK))


def test_what_spreadsheets_write_for_no_date_is_none(office: FullOffice) -> None:
    rows = [FIRST.replace("2024-03-05 09:30", told).replace("2024-001", told) for told in NO_DATES]
    page = look(office, receive(office, csv_of(*rows, FIRST)).table_id)
    assert [row.faults["received"] for row in page.wrong] == ["NOT_A_DATE"] * len(NO_DATES)
    assert page.table.counts == {PriorState.WRONG: len(NO_DATES), PriorState.WAITING: 1}


def test_a_table_that_cannot_be_taken_stops_no_other(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (receive(office, csv_of(row)).table_id for row in (FIRST, SECOND))
    for table_id in (bad, good):
        confirm(office, table_id)

    def fail(told: str) -> object:
        if told.startswith("2024-03-05"):
            raise OverflowError
        return read_moment(told)

    monkeypatch.setattr("services.prior.take_table.read_moment", fail)
    for _ in range(2):
        with pytest.raises(OverflowError):
            take_prior_step(office.unit_of_work)
    assert [row.number for row in office.rows(PriorCase)] == ["2024-002"]
    assert look(office, good).table.has_ended


def test_what_is_taken_back_is_known_no_more_and_its_numbers_come_free(office: FullOffice) -> None:
    """The corrected file may be uploaded at once: nothing is compared with what goes, and nothing is taken before it went."""
    wrong = take(office, FIRST.replace("已道歉", "未道歉"), SECOND)
    go_back(office, wrong)
    right = receive(office, csv_of(FIRST, SECOND)).table_id
    assert look(office, right).table.counts == {PriorState.WAITING: 2}
    confirm(office, right)
    assert take_prior_step(office.unit_of_work) == 0, "the numbers are still there"
    erase(office)
    while take_prior_step(office.unit_of_work):
        pass
    assert find(office) == ["2024-002", "2024-001"]
    assert look(office, right).table.counts == {PriorState.TAKEN: 2}


@pytest.mark.parametrize("are_looked_at_together", [False, True])
def test_rows_that_another_table_left_to_this_one_keep_it(
    office: FullOffice, *, are_looked_at_together: bool
) -> None:
    """Whether that was found when the file was looked at or when its rows were taken."""
    early = receive(office, csv_of(FIRST, SECOND)).table_id if are_looked_at_together else None
    first = take(office, FIRST)
    second = early or receive(office, csv_of(FIRST, SECOND)).table_id
    confirm(office, second)
    while take_prior_step(office.unit_of_work):
        pass
    assert look(office, second).table.counts == {PriorState.SAME: 1, PriorState.TAKEN: 1}
    with pytest.raises(InvalidInput) as refused:
        go_back(office, first)
    assert refused.value.errors == {"reason": "SAME_ELSEWHERE"}
    assert refused.value.facts == {"reason": {"tables": "台账.csv"}}
    go_back(office, second)
    go_back(office, first)
    erase(office)
    assert all(row.erased_at for row in office.rows(PriorTable))


def test_who_may_not_read_the_marked_cases_is_told_how_many_they_are(office: FullOffice) -> None:
    table_id = take(office, FIRST)
    (case,) = office.rows(PriorCase)
    office.add_complaint(matter="又来反映公积金提取")
    (number,) = [row.number for row in office.rows(Complaint)]
    mark_same(MarkSame(case.id, number), office.unit_of_work(), office.actor(CLERK))
    for login, told in (
        (SUPERVISOR, {"names": number, "others": 0}),
        (ADMINISTRATOR, {"names": "", "others": 1}),
    ):
        with pytest.raises(InvalidInput) as refused:
            go_back(office, table_id, login)
        assert refused.value.facts == {"reason": told}


def test_who_is_named_anywhere_in_it_does_not_read_it(office: FullOffice) -> None:
    (name,) = [row.name for row in office.rows(Staff, login="ji.luqing")]
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, CLERK).name = " "
    columns = {
        "编号": PriorColumn.NUMBER,
        "投诉时间": PriorColumn.RECEIVED,
        "投诉内容": PriorColumn.CONTENT,
        "窗口/部门": PriorColumn.PLACE,
        "处理结果": PriorColumn.RESULT,
        "答复内容": PriorColumn.ANSWER,
        "科长批示": PriorColumn.OTHER,
    }
    rows = []
    for number, place in enumerate(("窗口/部门", "处理结果", "答复内容", "科长批示")):
        told = {"编号": f"D-{number}", "投诉时间": "2024-05-01", "投诉内容": "差", place: f"批评{name}同志"}
        rows.append(",".join(told.get(heading, "") for heading in columns))
    take_with(office, ",".join(columns), rows, tuple(columns.values()))
    named = [row.login for row in office.rows(PriorNamed)]
    assert named == ["ji.luqing"] * 4, "an empty name stands in every text"


def test_personal_columns_of_the_office_are_told_with_the_complainant_alone(office: FullOffice) -> None:
    head = "编号,投诉时间,投诉人,投诉内容,身份证号,家庭住址,科长批示,交办"
    row = "E-1,2024-05-01,孙早来,排队久,110101199003074518,柳河街道5号,请回孙早来19900000501,2024-05-02 阅"
    other = PriorColumn.OTHER
    named = (PriorColumn.NUMBER, PriorColumn.RECEIVED, PriorColumn.NAME, PriorColumn.CONTENT)
    case = take_with(office, head, [row], (*named, other, other, other, other))
    file = read(office, case)
    assert file.others == {"科长批示": "请回■■", "交办": "2024-05-02 阅"}
    assert set(file.withheld) == {"身份证号", "家庭住址"}
    shown = reveal_prior(
        RevealPrior(case.id, "核对重复投诉"), office.unit_of_work(), office.actor(CLERK)
    ).hand_out(lambda told: told)
    assert shown.others == {
        "身份证号": "110101199003074518",
        "家庭住址": "柳河街道5号",
        "科长批示": "请回孙早来19900000501",
    }


def test_personal_columns_are_told_for_a_purpose_where_nobody_is_named(office: FullOffice) -> None:
    meanings = (PriorColumn.NUMBER, PriorColumn.RECEIVED, PriorColumn.CONTENT, PriorColumn.OTHER)
    case = take_with(office, "编号,投诉时间,投诉内容,备用电话", ["E-2,2024-05-01,排队久,8123456"], meanings)
    assert (read(office, case).others, read(office, case).withheld) == ({}, ("备用电话",))
    look_at = reveal_prior(RevealPrior(case.id, "核对重复投诉"), office.unit_of_work(), office.actor(CLERK))
    assert look_at.hand_out(lambda told: dict(told.others)) == {"备用电话": "8123456"}


def test_columns_of_one_heading_stand_beside_each_other_and_long_ones_are_told(office: FullOffice) -> None:
    head = "编号,投诉时间,投诉内容,备注,备注,"
    other = PriorColumn.OTHER
    named = (PriorColumn.NUMBER, PriorColumn.RECEIVED, PriorColumn.CONTENT)
    case = take_with(office, head, ["F-1,2024-05-01,排队久,甲,乙,"], (*named, other, other))
    assert read(office, case).others == {"备注（第4列）": "甲", "备注（第5列）": "乙"}
    long = receive(office, csv_of(f"F-2,2024-05-01,排队久,{'长' * 4_001},,", head=head)).table_id
    name_columns(NameColumns(long, (*named, other, other)), office.unit_of_work(), office.actor(SUPERVISOR))
    (wrong,) = look(office, long).wrong
    assert wrong.faults == {"other": "TOO_LONG"}


def test_a_name_alone_is_not_asked_for(office: FullOffice) -> None:
    """Many bear it: what is of the same name and of another telephone is not fetched."""
    take(office, FIRST, FIRST.replace("2024-001", "2024-009").replace("0501", "0777"))
    mine = next(row for row in office.rows(PriorCase) if row.number == "2024-001")
    case_id = office.file(content="大厅停车位不足。", name="孙早来", phone="19900000501").complaint_id
    with office.unit_of_work().reading() as unit:
        found = unit.session.execute(select_prior_of_complainant(case_id, unit)).all()
    assert [(no, is_name, is_phone) for no, is_name, is_phone in found] == [(mine.no, True, True)]
