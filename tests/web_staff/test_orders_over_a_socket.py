"""Orders of the hotline, an objection to one, and what goes back to the hotline; through the real web server and the API."""

from __future__ import annotations

import io
import re
from datetime import datetime

from python_calamine import CalamineWorkbook

from models.case.hotline_order import HotlineOrder
from models.ground.look_codes import LookKind
from services.actor import SYSTEM
from services.looks.find_breach import FindBreach, find_breach
from tests.names_nobody import assert_names_nobody
from tests.served_office import ServedOffice, SocketVisitor

CLERK, PROGRAM = "wen.rusheng", "ying.shoudao"
ROW = {
    "工单编号": "回填-1",
    "诉求人": "钱又退",
    "联系电话": "199-0000-0009",
    "诉求标题": "平泽市大厅要求提供无犯罪记录",
    "诉求内容": "市民反映在平泽市政务服务中心被要求额外提供证明。",
    "派单时间": "2026-09-04 11:30:00",
    "办理时限": "2026-09-15 11:30:00",
}
REASON, BASIS = "事项由平泽市政务服务中心办理", "《职责清单》第3项"


def send(visitor: SocketVisitor, path: str, body: object) -> dict:
    answer = visitor.client.post(
        f"/api/v1/{path}",
        json=body,
        headers={"X-CSRF-Token": visitor.token, "Origin": str(visitor.client.base_url)},
    )
    assert answer.status_code < 400 or answer.status_code == 422, answer.text
    return dict(answer.json())


def breach_of(served: ServedOffice, since: datetime, number: str) -> set[str]:
    """Who took this case out, as the drill after a leak lists them (谁看过 reads the same rows)."""
    found = find_breach(FindBreach(since), served.office.unit_of_work(), SYSTEM)
    return {row.viewer for row in found.rows if (row.kind, row.number) == (LookKind.EXPORT, number)}


def test_an_order_that_is_not_ours_goes_back_to_the_hotline_and_is_marked_as_taken(
    served_office: ServedOffice,
) -> None:
    visitor, began = served_office.visitor(CLERK), served_office.office.clock.now()
    filed = send(visitor, "orders", {"row": ROW})
    assert (filed["state"], bool(filed["query_code"])) == ("filed", True)
    assert send(visitor, "orders", {"row": ROW}) == {**filed, "state": "same"}, (
        "who heard no answer asks again"
    )
    assert send(visitor, "orders", {"row": {**ROW, "催办次数": "1"}})["changes"] == ["urged"]
    assert "派单时间" in str(
        send(visitor, "orders", {"row": {**ROW, "工单编号": "回填-2", "派单时间": "明天"}})
    )
    (order,) = served_office.office.rows(HotlineOrder, number="回填-1")
    listed = visitor.get("/orders/list?q=回填-1").text
    assert filed["number"] in listed
    assert "热线催办 1 次" in listed
    address = f"/orders/{order.id}"
    page = visitor.get(address).text
    assert "2026-09-08 09:00" in page, "until when an objection may be made"
    wrong = visitor.post(f"{address}/objection", {"reason": REASON, "basis": ""})
    assert (wrong.status_code, REASON in wrong.text, "此项必填" in wrong.text) == (422, True, True)
    assert visitor.post(f"{address}/objection", {"reason": REASON, "basis": BASIS}).status_code == 303
    assert visitor.post(f"{address}/objection", {"reason": REASON, "basis": BASIS}).status_code == 409
    returns = visitor.get("/orders/returns").text
    assert "派单异议" in returns
    assert "尚未生成文件" in returns
    assert visitor.post("/orders/returns/file", {"purpose": "", "format": "xlsx"}).status_code == 422
    book = visitor.post("/orders/returns/file", {"purpose": "每日回填", "format": "xlsx"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["工单编号", "投诉编号", "回填类别", "办理结果", "办理情况", "办理时间"]
    assert ["回填-1", filed["number"], "派单异议", "请求改派", f"理由：{REASON}\n依据：{BASIS}"] in [
        row[:5] for row in rows
    ]
    assert_names_nobody(book, ("199-0000-0009", "19900000009", "钱又退"))
    csv = visitor.post("/orders/returns/file", {"purpose": "每日回填", "format": "csv"}).content
    assert REASON in csv.decode("utf-8-sig")
    assert_names_nobody(csv, ("199-0000-0009", "19900000009", "钱又退"))
    program = served_office.visitor(PROGRAM)
    told = program.client.get("/api/v1/orders/returns").json()["returns"]
    assert breach_of(served_office, began, filed["number"]) == {CLERK, PROGRAM}, "by files, and told as JSON"
    assert [line["kind"] for line in told if line["order"] == "回填-1"] == ["objection"]
    page = visitor.get("/orders/returns").text
    found = re.search(r'name="file_id" value="([0-9a-f]+)"', page)
    assert found is not None
    assert visitor.post("/orders/returns/taken", {"file_id": found[1]}).status_code == 303
    assert "尚未生成文件" not in visitor.get("/orders/returns").text
    assert "热线已接收" in visitor.get("/orders/returns?group=taken").text
    assert send(visitor, "orders/returns/taken", {"ids": [line["id"] for line in told]}) == {"number": 0}
    assert visitor.post(f"{address}/outcome", {"outcome": "taken_back", "note": ""}).status_code == 422
    assert visitor.post(f"{address}/outcome", {"outcome": "taken_back", "note": "已改派"}).status_code == 303
    settled = visitor.get(address).text
    assert "热线已收回，改派其他单位：已改派" in settled
    assert "不予受理决定" in settled
    for path in (address, "/orders/list", "/orders/returns", "/api/v1/orders/returns"):
        assert served_office.visitor("jian.rujing").get(path).status_code == 403, path
