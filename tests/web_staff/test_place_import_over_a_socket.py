"""A table of units, windows and items: downloaded, changed, uploaded, looked at, taken over once; through the real web server."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import httpx
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from models.office.place_change import PlaceChange
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.unit import OrganisationUnit
from tests.served_office import ServedOffice, SocketVisitor

ADMINISTRATOR = "guan.xitong"
IMPORT = "/administration/import"
Sheets = Mapping[str, Sequence[Sequence[str]]]
UNITS = ["编号", "名称", "类别", "地点", "负责人", "收件邮箱", "另行告知方式"]
WINDOWS = ["窗口号", "所属单位"]
ITEMS = ["编号", "名称", "所属单位", "承诺办理天数", "法定办理天数", "办理窗口", "所需材料"]


def book(sheets: Sheets) -> bytes:
    """An XLSX file as a spreadsheet saves it; a cell that begins with `=` is worked out."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as written:
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(line, column, cell)
    return target.getvalue()


def bomb() -> bytes:
    """Some kilobytes that unpack to 200 MB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(200):
                part.write(b" " * 1024 * 1024)
    return target.getvalue()


def upload(visitor: SocketVisitor, content: bytes) -> httpx.Response:
    visitor.get(IMPORT)
    return visitor.post(IMPORT, files={"file": ("表.xlsx", content)})


def numbers_of(page: str) -> dict[str, int]:
    """What the tiles of the preview say."""
    found = re.findall(r"<strong>(\d+)</strong><span>([^<]+)</span></span></li>", page)
    return {name: int(number) for number, name in found}


def mark_on(page: str) -> str:
    found = re.search(r'name="mark" value="([0-9a-f]+)"', page)
    assert found is not None, page
    return found[1]


def test_the_downloaded_table_uploaded_again_says_what_there_is(served_office: ServedOffice) -> None:
    visitor = served_office.visitor(ADMINISTRATOR)
    table = visitor.get(f"{IMPORT}/table.xlsx").content
    read = CalamineWorkbook.from_filelike(io.BytesIO(table))
    assert read.sheet_names == ["机构", "窗口", "服务事项"]
    assert [
        "SJ",
        "云河市市场监督管理局（驻厅）",
        "进驻单位",
        "二楼A区",
        "章照全",
        "",
        "",
    ] in read.get_sheet_by_index(0).to_python()
    page = visitor.get(upload(visitor, table).headers["location"]).text
    said = numbers_of(page)
    assert (said["有错误"], said["新增"], said["修改"]) == (0, 0, 0)
    assert said["不变"] > 100
    assert "表格内容与现有内容一致" in page


def test_a_table_is_looked_at_row_by_row_and_taken_over_once(served_office: ServedOffice) -> None:
    """DM-40: nothing is written before it is confirmed, and confirming twice counts once."""
    visitor, office = served_office.visitor(ADMINISTRATOR), served_office.office
    wrong = upload(
        visitor,
        book(
            {
                "机构": [UNITS, ["没有", "某局", "内设单位", "", "查无此人"], ["", "", "进驻单位", "", ""]],
                "窗口": [WINDOWS, ["T-8", "不存在的单位"]],
            }
        ),
    )
    page = visitor.get(wrong.headers["location"]).text
    assert numbers_of(page)["有错误"] == 3
    for told in (
        "机构 第 2 行",
        "没有此编号",
        "类别",
        "内设单位",
        "查无此人",
        "机构 第 3 行",
        "窗口 第 2 行",
    ):
        assert told in page, told
    assert 'name="mark"' not in page, "what is wrong cannot be taken over"
    good = book(
        {
            "机构": [
                UNITS,
                ["", "云河市气象局（驻厅）", "进驻单位", "五楼", ""],
                ["JT", "云河市交通运输局（驻厅）", "进驻单位", "五楼南侧", "焦通达"],
            ],
            "窗口": [WINDOWS, ["气象01", "云河市气象局（驻厅）"]],
            "服务事项": [
                ITEMS,
                ["", "防雷装置验收", "云河市气象局（驻厅）", 5, 20, "气象01", "申请书；设计图"],
            ],
        }
    )
    address = upload(visitor, good).headers["location"]
    page = visitor.get(address).text
    assert numbers_of(page) == {"有错误": 0, "新增": 3, "修改": 1, "不变": 0}
    assert "四楼L区 → 五楼南侧" in page
    assert "云河市气象局（驻厅）" not in {row.name for row in office.rows(OrganisationUnit)}, (
        "a look writes nothing"
    )
    mark = mark_on(page)
    assert visitor.post(address, {"mark": mark, "reason": ""}).status_code == 422
    assert visitor.post(address, {"mark": "0" * 64, "reason": "新进驻"}).status_code == 409
    assert visitor.post(address, {"mark": mark, "reason": "气象局进驻"}).status_code == 303
    assert visitor.post(address, {"mark": mark, "reason": "气象局进驻"}).status_code == 409
    assert "已经导入过" in visitor.get(address).text
    (unit,) = [row for row in office.rows(OrganisationUnit) if row.name == "云河市气象局（驻厅）"]
    (window,) = [row for row in office.rows(ServiceWindow) if row.code == "气象01"]
    (item,) = [row for row in office.rows(ServiceItem) if row.name == "防雷装置验收"]
    assert (window.unit, item.unit, item.windows) == (unit.code, unit.code, ["气象01"])
    assert (item.promised_workdays, item.documents) == (5, ["申请书", "设计图"])
    kept = [row for row in office.rows(PlaceChange) if row.reason == "气象局进驻"]
    assert ("JT", "location", "四楼L区", "五楼南侧") in [(c.code, c.field, c.old, c.new) for c in kept]
    assert "气象局进驻" in visitor.get("/administration/units/JT").text


def refused_files() -> dict[str, tuple[bytes, str]]:
    """What is no such table, by what is wrong with it, and what is said of it; large ones are made when they are asked for."""
    return {
        "nothing": (b"", "此项必填"),
        "no workbook": (b"PK\x03\x04 but no zip", "不是可读取的 XLSX 文件"),
        "a bomb": (bomb(), "文件过大"),
        "too many bytes": (b"x" * (2 * 1024 * 1024 + 1), "文件过大"),
        "formulas": (book({"窗口": [WINDOWS, ["T-7", '=HYPERLINK("http://x")']]}), "表中有公式"),
        "another sheet": (book({"Sheet1": [WINDOWS]}), "工作表名称不符"),
        "other headings": (book({"窗口": [["窗口", "单位"]]}), "列名与模板不一致"),
        "a cell far out": (book({"窗口": [WINDOWS, *[[]] * 200_000, ["T-7", "x"]]}), "文件过大"),
    }


def test_what_is_no_such_table_is_refused_with_what_is_wrong(served_office: ServedOffice) -> None:
    visitor = served_office.visitor(ADMINISTRATOR)
    for name, (content, told) in refused_files().items():
        refused = upload(visitor, content)
        assert refused.status_code == 422, name
        assert told in refused.text, name
        assert "此文件没有导入" in refused.text, name
    assert upload(visitor, b"").status_code == 422


@pytest.mark.parametrize("path", [IMPORT, f"{IMPORT}/table.xlsx", f"{IMPORT}/none"])
def test_it_is_for_administrators_alone(served_office: ServedOffice, path: str) -> None:
    assert served_office.visitor("wen.rusheng").get(path).status_code == 403
