"""Files as the hotline and the review system export them: what is read of each, and what is told of a row that cannot be."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from adapters.workbook_process import WorkbookProcess
from models.clock.legal_time import as_iso, parse_moment
from models.ground.order_codes import OrderChange, TableKind
from services.orders.columns import due_of, read_moment
from services.orders.order_changes import find_changes
from services.orders.read_table import MOST_ROWS, ReadTable, TableRefused, read_table

HEAD = "工单编号,来电时间,诉求人,联系电话,诉求标题,诉求内容,派单时间,办理时限,工单状态"
ROW = "YH-{n},2026-09-09 09:31:40,钱又退,199-0000-0009,公积金{n},市民反映到账慢。,2026-09-09 10:00:00,2026-09-16 10:00:00,待签收"


@pytest.fixture
def book(tmp_path: Path) -> WorkbookProcess:
    return WorkbookProcess(tmp_path / "workbooks.lock")


def xlsx(rows: list[list[object]]) -> bytes:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as written:
        sheet = written.add_worksheet("工单导出")
        moments = written.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell, moments)
                else:
                    sheet.write(line, column, cell)
    return target.getvalue()


def csv_of(*rows: str, head: str = HEAD, end: str = "\r\n") -> str:
    return end.join((head, *rows)) + end


def orders(count: int) -> str:
    return csv_of(*(ROW.format(n=number) for number in range(count)))


def read(content: bytes, book: WorkbookProcess) -> ReadTable:
    return read_table(content, book.read)


ENCODED = {
    "UTF-8": orders(2).encode(),
    "UTF-8 with its mark": orders(2).encode("utf-8-sig"),
    "GB 18030": orders(2).encode("gb18030"),
    "UTF-16": orders(2).encode("utf-16"),
    "line feeds": orders(2).replace("\r\n", "\n").encode(),
    "carriage returns": orders(2).replace("\r\n", "\r").encode(),
    "tabs": orders(2).replace(",", "\t").encode(),
    "a title above": ("云河市12345热线工单导出\r\n导出时间：2026-10-28\r\n" + orders(2)).encode("gb18030"),
    "no end of the last line": orders(2).rstrip().encode(),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED.keys())
def test_each_way_to_write_the_file_says_the_same(content: bytes, book: WorkbookProcess) -> None:
    table = read(content, book)
    assert table.kind is TableKind.ORDERS
    assert [(row.fields["工单编号"], row.fields["诉求人"], row.faults) for row in table.rows] == [
        ("YH-0", "钱又退", {}),
        ("YH-1", "钱又退", {}),
    ]


def test_columns_stand_in_any_order_under_titles_and_moments_are_read_as_moments(
    book: WorkbookProcess,
) -> None:
    """An XLSX file in another order than the CSV, with real dates and a title, tells the same orders: nothing has changed."""
    by_name = dict(zip(HEAD.split(","), ROW.format(n=7).split(","), strict=True))
    turned = list(reversed(HEAD.split(",")))
    cells: list[object] = [
        datetime.fromisoformat(by_name[name]) if name.endswith(("时间", "时限")) else by_name[name]
        for name in turned
    ]
    content = xlsx([["云河市12345热线工单导出"], [], [*turned, "最近更新"], [*cells, "2026-10-28"]])
    (row,) = read(content, book).rows
    (same,) = read(csv_of(ROW.format(n=7)).encode("gb18030"), book).rows
    assert row.line == 4
    assert row.faults == {}
    assert not find_changes(same.fields, row.fields)


WRONG_ROWS = {
    "no number": (",2026-09-09 09:31,甲,1,题,容,2026-09-09 10:00,,待签收", {"工单编号": "REQUIRED"}),
    "no words": ("YH-1,2026-09-09 09:31,甲,1,,,2026-09-09 10:00,,待签收", {"诉求标题": "REQUIRED"}),
    "no moment": ("YH-1,,甲,1,题,容,,,待签收", {"派单时间": "REQUIRED"}),
    "no such day": ("YH-1,,甲,1,题,容,2026-02-30 10:00,,待签收", {"派单时间": "NOT_A_DATE"}),
    "a limit before": ("YH-1,,甲,1,题,容,2026-09-09 10:00,2026-09-09 09:00,", {"办理时限": "BEFORE_RECEIPT"}),
    "half a row": ("YH-1,2026-09-09 09:31,甲,1,题,市民反映到", {"row": "TOO_FEW_CELLS"}),
    "a comma too many": ("YH-1,,甲,1,题,容,2026-09-09 10:00,,待签收,多", {"row": "TOO_MANY_CELLS"}),
    "an open quotation mark": ('YH-1,,甲,1,题,"容,2026-09-09 10:00,,待签收', {"row": "TORN_ROW"}),
    "a number without end": ("Y" * 61 + ",,甲,1,题,容,2026-09-09 10:00,,", {"工单编号": "TOO_LONG"}),
}


@pytest.mark.parametrize(("wrong", "faults"), WRONG_ROWS.values(), ids=WRONG_ROWS.keys())
def test_a_row_that_cannot_be_read_is_told_with_its_line_and_the_others_go_on(
    wrong: str, faults: dict[str, str], book: WorkbookProcess
) -> None:
    table = read(csv_of(ROW.format(n=1), wrong, "", ROW.format(n=2)).encode("gb18030"), book)
    assert [(row.line, row.faults) for row in table.rows] == [(2, {}), (3, faults), (5, {})]


def test_line_breaks_commas_and_quotation_marks_stand_in_a_cell(book: WorkbookProcess) -> None:
    told = '"市民反映：""正常上班"",\r\n要求：1、说明，2、解决"'
    table = read(csv_of(ROW.format(n=1).replace("市民反映到账慢。", told), ROW.format(n=2)).encode(), book)
    assert table.rows[0].fields["诉求内容"] == '市民反映："正常上班",\n要求：1、说明，2、解决'
    assert [(row.line, row.faults) for row in table.rows] == [(2, {}), (4, {})]


def test_a_row_before_any_date_is_told(book: WorkbookProcess) -> None:
    assert read(csv_of(ROW.format(n=1).replace("2026-", "0001-")).encode(), book).rows[0].faults == {
        "派单时间": "NOT_A_DATE",
        "来电时间": "NOT_A_DATE",
        "办理时限": "NOT_A_DATE",
    }


def test_what_looks_like_a_formula_is_text(book: WorkbookProcess) -> None:
    (row,) = read(csv_of(ROW.format(n=1).replace("公积金1", "=1+1")).encode(), book).rows
    assert row.fields["诉求标题"] == "=1+1"


REFUSED = {
    "nothing": (b"", "HEADINGS"),
    "another table": ("姓名,电话\n甲,1\n".encode(), "HEADINGS"),
    "columns missing": ("工单编号,诉求人\nYH-1,甲\n".encode(), "HEADINGS"),
    "a column twice": (csv_of(ROW.format(n=1), head=HEAD.replace("诉求人", "诉求标题")).encode(), "HEADINGS"),
    "no rows": (csv_of().encode(), "NO_ROWS"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "UNREADABLE"),
    "no encoding": (HEAD.encode() + b"\n\xff\xff\xff\xff", "UNREADABLE"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLD_EXCEL"),
    "no workbook": (b"PK\x03\x04 torn", "UNREADABLE"),
    "formulas": (xlsx([HEAD.split(","), ["YH-1", '=HYPERLINK("http://x")']]), "FORMULAS"),
    "too many rows": (orders(MOST_ROWS + 1).encode(), "TOO_MANY_ROWS"),
    "too many empty lines": (orders(1).encode() + b"\n" * 200_000, "TOO_MANY_ROWS"),
    "one text in very many cells": (xlsx([HEAD.split(","), *[["文" * 4_000] * 10] * 501]), "TOO_LARGE"),
    "too many bytes": (b"x" * (10 * 1024 * 1024 + 1), "TOO_LARGE"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_of_which_nothing_can_be_read_is_refused(
    content: bytes, code: str, book: WorkbookProcess
) -> None:
    with pytest.raises(TableRefused) as refused:
        read(content, book)
    assert refused.value.code == code


def test_missing_columns_are_named(book: WorkbookProcess) -> None:
    with pytest.raises(TableRefused) as refused:
        read("工单编号,诉求人\nYH-1,甲\n".encode(), book)
    assert refused.value.names == ("诉求标题／诉求内容", "派单时间／来电时间")


def test_many_torn_rows_are_told_in_a_bounded_time(book: WorkbookProcess) -> None:
    torn = csv_of(*(f'YH-{n},,甲,1,题,"容' for n in range(2_000)))
    table = read(torn.encode(), book)
    assert {row.faults["row"] for row in table.rows} <= {"TORN_ROW", "TOO_FEW_CELLS"}


def test_reviews_are_known_by_their_own_columns(book: WorkbookProcess) -> None:
    told = (
        "评价编号,评价等级,评价内容,评价时间,窗口,服务事项,办件编号,评价人,是否实名\n"
        "HP1,非常不满意,等两小时办四分钟,2026/9/2 11:05,B02,普通护照签发,YH-1,等风来,是\n"
    )
    table = read(told.encode("gb18030"), book)
    assert table.kind is TableKind.REVIEWS
    assert table.rows[0].faults == {}
    assert (table.rows[0].fields["review_id"], table.rows[0].fields["window"]) == ("HP1", "B02")


MOMENTS = {
    "2026-09-09 09:31:40": "2026-09-09T09:31:40+08:00",
    "2026-09-09T09:31:40": "2026-09-09T09:31:40+08:00",
    "2026/9/9 9:31": "2026-09-09T09:31:00+08:00",
    "2026年9月9日9时31分": "2026-09-09T09:31:00+08:00",
    "2026.9.9": "2026-09-09T00:00:00+08:00",
    "2026-09-09T01:31:40Z": "2026-09-09T09:31:40+08:00",
}


@pytest.mark.parametrize(("told", "moment"), MOMENTS.items())
def test_moments_are_beijings_however_they_are_written(told: str, moment: str) -> None:
    read_told = read_moment(told)
    assert read_told is not None
    assert as_iso(read_told) == moment


NO_DATES = ("0001-01-01", "0001/1/1 0:00:00", "1900-01-01", "9999-12-31T23:59:59-05:00")


@pytest.mark.parametrize("told", [*NO_DATES, "", "明天", "2026-13-01", "2026-09-09 25:00", "45910", "9月9日"])
def test_what_is_no_moment_is_none(told: str) -> None:
    assert read_moment(told) is None


def test_a_limit_that_is_a_day_ends_with_that_day() -> None:
    assert due_of({"办理时限": "2026-09-16"}) == parse_moment("2026-09-16T23:59")
    assert due_of({"办理时限": "2026-09-16 10:00"}) == parse_moment("2026-09-16T10:00")


OLD = dict(zip(HEAD.split(","), ROW.format(n=1).split(","), strict=True))
CHANGES = {
    "where it stands": ({"工单状态": "办理中", "最近更新": "2026-10-01"}, set()),
    "a moment written otherwise": ({"办理时限": "2026/9/16 10:00"}, set()),
    "other words": ({"诉求内容": "市民反映到账慢，窗口态度差。"}, {OrderChange.REWORDED}),
    "another telephone": ({"联系电话": "199-0000-0010"}, {OrderChange.IDENTITY}),
    "another limit": ({"办理时限": "2026-09-18 10:00:00"}, {OrderChange.DUE}),
    "a remark": ({"备注": "请当日联系", "承办单位": "大数据局", "序号": "9"}, {OrderChange.REWORDED}),
    "a leader's word": ({"领导批示": "请从速"}, {OrderChange.REWORDED}),
    "what is for the vault": ({"备用电话": "199-0000-0011"}, {OrderChange.IDENTITY}),
    "secrecy that was not asked before": ({"是否保密": "是"}, {OrderChange.REWORDED}),
    "secrecy that is not asked": ({"是否保密": "否"}, set()),
    "columns without news": (
        {"备注": " ", "主办单位状态": "办结", "签收时间": "2026-9-9 10:00", "承办单位": "甲"},
        set(),
    ),
    "urged": ({"催办次数": "1"}, {OrderChange.URGED}),
    "urged with words": ({"催办内容": "市民再次来电催促"}, {OrderChange.URGED}),
    "the state of an urged one": ({"工单状态": "已催办"}, {OrderChange.URGED}),
    "more words": ({"补充内容": "市民补充：有录音"}, {OrderChange.SUPPLEMENTED}),
    "urged no more than never": ({"催办次数": "0"}, set()),
}


@pytest.mark.parametrize(("told", "kinds"), CHANGES.values(), ids=CHANGES.keys())
def test_what_a_known_order_says_anew(told: dict[str, str], kinds: set[OrderChange]) -> None:
    assert find_changes(OLD, {**OLD, **told}).kinds == kinds
    assert not find_changes({**OLD, **told}, {**OLD, **told})


def test_a_supplement_that_grows_brings_only_what_is_new_and_a_column_that_is_missing_empties_nothing() -> (
    None
):
    first, grown = {**OLD, "补充内容": "有录音"}, {**OLD, "补充内容": "有录音\n还有照片"}
    assert find_changes(first, grown).supplement == "还有照片"
    assert not find_changes(grown, OLD)
