"""A workbook goes out as it is written, and holds what was said however odd it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from api.table_files import FORMULA, SheetToWrite, write_csv, write_workbook, write_xlsx


def test_a_workbook_begins_before_its_rows_are_read_and_goes_out_in_parts() -> None:
    read = 0

    def rows() -> Iterator[list[str]]:
        nonlocal read
        for read in range(1, 5_001):
            yield [f"第{read}件", str(read)]

    parts = write_xlsx(["编号", "数"], rows())
    written, before = next(parts), read
    for part in parts:
        assert len(part) < 100_000
        written += part
    assert before <= 500 < read
    [head, *lines] = CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_index(0).to_python()
    assert head == ["编号", "数"]
    assert lines == [[f"第{no}件", str(no)] for no in range(1, 5_001)]


def test_each_sheet_has_its_name_and_its_rows_and_no_cell_is_worked_out() -> None:
    odd = ["=1+1", "<b>甲&乙</b>", " 空 格\n换行 ", "_x0041_", "控\x01制", "半\ud800个", "", "-3.5"]
    sheets = [SheetToWrite(list("甲乙丙丁戊己庚辛"), [odd], "一"), SheetToWrite(("x",), (), "二")]
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(write_workbook(sheets))))
    assert book.sheet_names == ["一", "二"]
    [_, told] = book.get_sheet_by_name("一").to_python(skip_empty_area=False)
    assert told[:4] == ["'=1+1", "<b>甲&乙</b>", " 空 格\n换行 ", "_x0041_"]
    assert told[7] == "-3.5"
    assert book.get_sheet_by_name("二").to_python() == [["x"]]


def test_no_cell_and_no_head_of_any_table_begins_as_a_formula() -> None:
    """G5: in each format, whatever it begins with; numbers stay numbers."""
    hostile = [f"{begin}cmd|' /C calc'!A0" for begin in FORMULA]
    numbers = ["-3.5", "+7", "0"]
    assert {"=", "+", "-", "@", "\t", "\r", "\n", "＝"} <= set(FORMULA)
    head, row = [*hostile, *numbers], [*hostile, *numbers]
    text = b"".join(write_csv(head, [row])).decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(write_xlsx(head, [row]))))
    for lines in (list(csv.reader(io.StringIO(text, newline=""))), book.get_sheet_by_index(0).to_python()):
        assert len(lines) == 2
        for cells in lines:
            assert [cell for cell in cells[: len(hostile)] if not str(cell).startswith("'")] == []
            assert [str(cell) for cell in cells[len(hostile) :]] == numbers
