"""A table of before: uploaded, its columns named, looked at, taken over, found, marked, taken back, over a socket."""

from __future__ import annotations

import io
import re

import httpx
from python_calamine import CalamineWorkbook

from api.table_files import write_xlsx
from models.case.prior_case import PriorCase
from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from services.prior.take_back import erase_prior_step
from tests.served_office import ServedOffice, SocketVisitor

SUPERVISOR, CLERK, REPRESENTATIVE = "jian.rujing", "wen.rusheng", "ren.shebao"
TABLES = "/prior/tables"
HEAD = (
    "编号",
    "投诉日期",
    "姓名",
    "手机",
    "渠道",
    "窗口",
    "投诉内容",
    "处理情况",
    "回复日期",
    "科长批示",
    "住址",
)
ROWS = (
    (
        "旧-7001",
        "2023-11-02",
        "钱旧账",
        "199-0000-0701",
        "来访",
        "社保窗口",
        "社保窗口午休无人值守",
        "已排班",
        "2023-11-09",
        "阅",
        "柳河街道5号",
    ),
    (
        "旧-7002",
        "2023-12-02",
        "匿名",
        "",
        "电话",
        "税务窗口",
        "发票代开等候过久",
        "已增窗",
        "2023-12-05",
        "",
        "",
    ),
    ("旧-7003", "去年冬天", "", "", "", "", "", "", "", "", ""),
)


def workbook(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    return b"".join(write_xlsx(head, rows))


def upload(visitor: SocketVisitor, content: bytes, purpose: str = "旧台账入库") -> httpx.Response:
    visitor.get(TABLES)
    return visitor.post(TABLES, {"purpose": purpose}, files={"file": ("2023年台账.xlsx", content)})


def tiles_of(page: str) -> dict[str, int]:
    found = re.findall(r"<strong>(\d+)</strong><span>([^<]+)</span></span></li>", page)
    return {name: int(number) for number, name in found if number != "0"}


def meanings_of(page: str) -> list[str]:
    selects = re.findall(r'<select[^>]*name="meaning".*?</select>', page, re.S)
    chosen = [re.search(r'value="(\w+)" selected', text) for text in selects]
    return [found[1] if found else "" for found in chosen]


def test_a_table_comes_in_is_found_and_is_taken_back(served_office: ServedOffice) -> None:
    visitor = served_office.visitor(SUPERVISOR)
    assert "没有导入过" in visitor.get(TABLES).text or "还没有" in visitor.get(TABLES).text
    template = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get(f"{TABLES}/template.xlsx").content))
    assert template.get_sheet_by_index(0).to_python()[0][:3] == ["编号", "投诉时间", "投诉人"]
    file = workbook(*ROWS)
    address = upload(visitor, file).headers["location"]
    page = visitor.get(address).text
    assert (meanings_of(page)[0], meanings_of(page)[-2:]) == ("number", ["", ""]), "two are for a person"
    left_open = visitor.post(f"{address}/columns", {"meaning": meanings_of(page)})
    assert (left_open.status_code, "科长批示：此项必填" in left_open.text) == (422, True)
    visitor.post(f"{address}/columns", {"meaning": [*meanings_of(page)[:-2], "other", "other"]})
    page = visitor.get(address).text
    assert tiles_of(page) == {"将导入": 2, "有错误，不导入": 1}
    assert "旧-7003" in page
    wrong = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get(f"{address}/wrong.xlsx").content))
    assert wrong.get_sheet_by_index(0).to_python()[1:] == [
        ["4", "旧-7003", "内容", "此项必填"],
        ["4", "旧-7003", "投诉时间", "日期格式不对，或者不在1900年至2100年之间"],
    ]
    assert visitor.post(address).status_code == 303
    assert tiles_of(visitor.get(address).text) == {"已导入": 2, "未导入": 1}
    assert "只算一次" in visitor.get(upload(visitor, file).headers["location"]).text
    saved_anew = upload(visitor, workbook(*ROWS, ("旧-7001", "2023-11-02", *[""] * 4, "另一件", *[""] * 3)))
    page = visitor.get(saved_anew.headers["location"]).text
    assert tiles_of(page) == {"有错误，不导入": 2, "已有，不重复导入": 2}
    assert "文件没有新内容" in page
    _read(served_office)
    marked = _mark(served_office)
    refused = visitor.post(f"{address}/back", {"reason": "导错了文件"})
    assert (refused.status_code, marked in refused.text) == (422, True)
    _unmark(served_office)
    refused = visitor.post(f"{address}/back", {"reason": "导错了文件"})
    assert (refused.status_code, "请先撤回这些台账" in refused.text) == (422, True)
    later = saved_anew.headers["location"]
    assert visitor.post(f"{later.partition('?')[0]}/back", {"reason": "导错了文件"}).status_code == 303
    assert visitor.post(f"{address}/back", {"reason": "导错了文件"}).status_code == 303
    while erase_prior_step(served_office.office.unit_of_work):
        pass
    assert "已经清除" in visitor.get(address).text
    assert served_office.office.rows(PriorCase) == []


def _read(served: ServedOffice) -> None:
    clerk = served.visitor(CLERK)
    clerk.get("/cases")
    found = clerk.get(clerk.post("/cases/find", {"words": "午休无人"}).headers["location"]).text
    assert "旧-7001" in found
    assert "历史导入" in found
    assert "旧-7002" not in found
    listed = clerk.get(clerk.post("/prior/find", {"number": "7002"}).headers["location"]).text
    assert ("旧-7002" in listed, "旧-7001" in listed) == (True, False)
    row = next(row for row in served.office.rows(PriorCase) if row.number == "旧-7001")
    page = clerk.get(f"/prior/{row.id}").text
    for told in ("社保窗口午休无人值守", "科长批示", "钱**", "199****0701", "历史导入", "写明查看目的后"):
        assert told in page, told
    assert not [told for told in ("钱旧账", "柳河街道5号") if told in page]
    assert clerk.post(f"/prior/{row.id}/identity", {"purpose": "看"}).status_code == 422
    shown = clerk.post(f"/prior/{row.id}/identity", {"purpose": "核对重复投诉"}).text
    assert ("钱旧账" in shown, "柳河街道5号" in shown) == (True, True)
    clerk.get("/cases/table")
    table = clerk.post("/cases/table", {"purpose": "年度统计", "format": "csv", "with_prior": "true"}).text
    assert "旧-7001,2023" in table
    (look,) = served.office.rows(LookRecord, thing=row.id, kind=LookKind.EXPORT)
    assert (look.viewer, look.complaint_id, look.purpose) == (CLERK, None, "table")
    assert "钱旧账" not in table
    plain = clerk.post("/cases/table", {"purpose": "年度统计", "format": "csv"}).text
    assert "旧-7001" not in plain
    person = {"phone": "19900000701", "purpose": "核对重复投诉"}
    clerk.get("/cases/by-person")
    assert "旧-7001" in clerk.get(clerk.post("/cases/by-person", person).headers["location"]).text
    assert served.visitor(REPRESENTATIVE).get(f"/prior/{row.id}").status_code == 404


def _mark(served: ServedOffice) -> str:
    """A complaint of the same telephone is registered after a word about it, and marked as a repeat."""
    clerk = served.visitor(CLERK)
    form = {
        "channel": "phone",
        "received_at": "2026-09-07T09:00",
        "content": "社保窗口中午又没人",
        "phone": "199 0000 0701",
        "name": "钱旧账",
        "look_before": "true",
    }
    clerk.get("/register")
    told = clerk.post("/register", form)
    assert (told.status_code, "旧-7001" in told.text, "可能是重复投诉" in told.text) == (422, True, True)
    case = served.office.file(content="社保窗口中午又没人值守。", phone="19900000701")
    row = next(row for row in served.office.rows(PriorCase) if row.number == "旧-7001")
    clerk.get(f"/prior/{row.id}")
    assert clerk.post(f"/prior/{row.id}/same", {"number": "没有"}).status_code == 422
    assert clerk.post(f"/prior/{row.id}/same", {"number": case.number}).status_code == 303
    assert "旧-7001" in clerk.get(f"/cases/{case.complaint_id}/related").text
    return case.number


def _unmark(served: ServedOffice) -> None:
    clerk = served.visitor(CLERK)
    row = next(row for row in served.office.rows(PriorCase) if row.number == "旧-7001")
    action = re.search(r'action="(/prior/\w+/same/\w+/delete)"', clerk.get(f"/prior/{row.id}").text)
    assert action is not None
    assert clerk.post(action[1]).status_code == 303


def test_what_is_no_such_table_is_refused_in_words(served_office: ServedOffice) -> None:
    visitor = served_office.visitor(SUPERVISOR)
    for content, told in (
        (b"", "此项必填"),
        ("姓名,年龄\n甲,1\n".encode(), "找不到表头"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "文件无法读取"),
        (b"PK\x03\x04 torn", "文件无法读取"),
    ):
        refused = upload(visitor, content)
        assert (refused.status_code, told in refused.text) == (422, True), told
        assert "旧台账入库" in refused.text, "what was typed stays"
    assert "purpose" in upload(visitor, workbook(*ROWS), "入").text
    assert served_office.visitor(CLERK).get(TABLES).status_code == 403
