"""A file of the hotline: uploaded, looked at row by row, taken over once, seen in the cases; through the real web server."""

from __future__ import annotations

import re

import httpx
import pytest

from models.case.complaint import Complaint
from models.ground.codes import Channel
from tests.served_office import ServedOffice, SocketVisitor

CLERK, ORDERS = "wen.rusheng", "/orders"
HEAD = "办理时限,工单编号,诉求人,联系电话,诉求标题,诉求内容,派单时间,催办次数,补充内容"
ROW = (
    "2026-09-15 10:00,{number},赵多跑,199-0000-0309,大厅叫号混乱{number},"
    "市民反映9月2日在三楼E区排队两小时。,2026-09-04 10:00,{urged},{more}"
)


def csv_of(*rows: str) -> bytes:
    return "\r\n".join((HEAD, *rows)).encode("gb18030")


def row(number: str, urged: str = "", more: str = "") -> str:
    return ROW.format(number=number, urged=urged, more=more)


def upload(visitor: SocketVisitor, content: bytes, name: str = "工单导出.csv") -> httpx.Response:
    visitor.get(ORDERS)
    return visitor.post(ORDERS, files={"file": (name, content)})


def tiles_of(page: str) -> dict[str, int]:
    found = re.findall(r"<strong>(\d+)</strong><span>([^<]+)</span></span></li>", page)
    return {name: int(number) for number, name in found if number != "0"}


def brought(served: ServedOffice) -> list[Complaint]:
    return [
        case
        for case in served.office.rows(Complaint, channel=Channel.HOTLINE_12345)
        if "叫号混乱" in case.matter
    ]


def test_a_file_is_looked_at_taken_over_and_followed(served_office: ServedOffice) -> None:
    """Orders come in as the hotline exports them; updates, urging and supplements join the case."""
    visitor = served_office.visitor(CLERK)
    address = upload(visitor, csv_of(row("A-1"), row("A-2"), row(""), row("A-3") + ",多了")).headers[
        "location"
    ]
    page = visitor.get(address).text
    assert tiles_of(page) == {"有错误，不导入": 2, "新登记": 2}
    for told in ("工单导出.csv", "工单编号：此项必填", "列数多于表头", "大厅叫号混乱A-1", "导入 2 行"):
        assert told in page, told
    assert brought(served_office) == [], "a look files nothing"
    assert visitor.post(address).status_code == 303
    page = visitor.get(f"{address}?done=taken").text
    assert tiles_of(page) == {"未导入": 2, "已登记": 2}
    cases = brought(served_office)
    assert len(cases) == 2
    assert all(f'href="/cases/{case.id}">{case.number}</a>' in page for case in cases)
    again = visitor.post(address)
    assert (again.status_code, "此文件已经导入过" in again.text) == (409, True)
    news = upload(visitor, csv_of(row("A-1", "1", "市民补充：有照片"), row("A-2"))).headers["location"]
    page = visitor.get(news).text
    assert tiles_of(page) == {"并入已有投诉": 1, "没有变化": 1}
    assert "补充内容、催办" in page or "催办、补充内容" in page
    visitor.post(news)
    first = next(case for case in brought(served_office) if "A-1" in case.matter)
    file = visitor.get(f"/cases/{first.id}").text
    assert "热线催办 1 次" in file
    same = upload(visitor, csv_of(row("A-1", "1", "市民补充：有照片"))).headers["location"]
    assert "文件没有新内容" in visitor.get(same).text
    listed = visitor.get(ORDERS).text
    assert "工单导出.csv" in listed
    assert "仅核对，未导入" in listed


REFUSED = {
    "nothing": (b"", "此项必填"),
    "another table": ("姓名,电话\n甲,1\n".encode(), "找不到需要的列"),
    "a column missing": ("工单编号,诉求内容\nA,B\n".encode(), "派单时间／来电时间"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .xlsx"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\r", "文件无法读取"),
    "no workbook": (b"PK\x03\x04 torn", "文件无法读取"),
}


def test_a_file_of_which_nothing_can_be_read_is_refused_in_words(served_office: ServedOffice) -> None:
    visitor = served_office.visitor(CLERK)
    for name, (content, told) in REFUSED.items():
        refused = upload(visitor, content)
        assert refused.status_code == 422, name
        assert told in refused.text, name
        assert "此文件没有导入" in refused.text, name


@pytest.mark.parametrize("path", [ORDERS, f"{ORDERS}/tables/none"])
def test_it_is_for_who_registers(served_office: ServedOffice, path: str) -> None:
    assert served_office.visitor("jian.rujing").get(path).status_code == 403
    assert served_office.visitor(CLERK).get(path).status_code in (200, 404)


def test_who_uploaded_a_wrong_file_takes_it_away_with_a_reason(served_office: ServedOffice) -> None:
    visitor, before = served_office.visitor(CLERK), len(brought(served_office))
    address = upload(visitor, csv_of(row("丢-1"), row("丢-2")), "传错了.csv").headers["location"]
    assert "丢弃这个文件" in visitor.get(address).text
    missing = visitor.post(f"{address}/discard", {"reason": ""})
    assert (missing.status_code, 'href="#reason"' in missing.text, "导入 2 行" in missing.text) == (
        422, True, True,
    )  # fmt: skip
    done = visitor.post(f"{address}/discard", {"reason": "这是上个月的文件"})
    assert done.status_code == 303
    page = visitor.get(done.headers["location"]).text
    for told in ("丢弃，理由：这是上个月的文件", "其中0行已经处理", "丢-1"):
        assert told in page, told
    for gone in ("大厅叫号混乱丢-1", "导入 2 行", "丢弃这个文件"):
        assert gone not in page, gone
    assert "已丢弃" in visitor.get(ORDERS).text
    assert visitor.post(f"{address}/discard", {"reason": "再来一次"}).status_code == 409
    assert visitor.post(address).status_code == 409
    assert len(brought(served_office)) == before
