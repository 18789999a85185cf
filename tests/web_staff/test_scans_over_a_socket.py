"""整批扫描件 on the real web server: uploaded at the opening, read by the workers' step, mended by a clerk, registered."""

from __future__ import annotations

import re
from urllib.parse import quote

from models.case.evidence import Evidence
from models.case.opening import Opening
from models.case.receipt import Receipt
from services.openings.scans.read_step import read_scans_step
from tests.scanned_batch import letter, pdf_of, scribbled, sheets_of
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.pages import text_of

FIRST, SECOND = "wen.rusheng", "jian.dengji"
PLACE = "三楼意见箱“<b>3号</b>”"
WORDS = "扫描件里写的是：C05窗口拒收材料，没有说明理由。"


def opened(office: ServedOffice, place: str) -> str:
    """The address of an opening of two things that both have confirmed."""
    first, second = office.visitor(FIRST), office.visitor(SECOND)
    first.get("/openings/new")
    told = {"channel": "opinion_box", "place": place, "opened_at": "2026-09-01T11:00", "found": "2"}
    told |= {"submission_id": first.submission_id, "second_opener": SECOND}
    address = first.post("/openings", told).headers["location"]
    second.get(address)
    assert second.post(f"{address}/confirm").status_code == 303
    return address


def sign_of(office: ServedOffice, address: str) -> str:
    [row] = office.office.rows(Opening, id=address.rsplit("/", 1)[1])
    return str(row.sign)


def bring(clerk: SocketVisitor, address: str, content: bytes) -> str:
    """The address of the scan, which is brought twice and read to its end."""
    sent = {"scan": ("九月“<i>整箱</i>”.pdf", content, "application/pdf")}
    clerk.get(f"{address}/scans")
    brought = [clerk.post(f"{address}/scans", {}, files=sent) for _ in range(2)]
    scan = brought[0].headers["location"]
    assert brought[1].headers["location"] == scan
    return str(scan)


def read_all(office: ServedOffice) -> None:
    while read_scans_step(office.office.unit_of_work):
        pass


def test_a_whole_box_is_scanned_at_once_and_each_letter_goes_into_its_case(
    served_office: ServedOffice,
) -> None:
    first, address = served_office.visitor(FIRST), opened(served_office, PLACE)
    one, two = sheets_of(first.get(f"{address}/covers.pdf").content)
    first.get(f"{address}/scans")
    wrong = first.post(f"{address}/scans", {}, files={"scan": ("x.png", b"\x89PNG", "image/png")})
    assert wrong.status_code == 422
    assert "只能是PDF或TIFF文件" in text_of(wrong)
    scan = bring(first, address, pdf_of([one, letter(1), letter(2), two, letter(3)]))
    page = first.get(scan)
    assert "正在识别" in text_of(page)
    assert 'http-equiv="refresh"' in page.text
    read_all(served_office)
    assert "<i>整箱</i>" not in first.get(scan).text
    assert "已分好" in text_of(first.get(f"{address}/scans"))
    assert "第2至3页" in text_of(first.get(address))
    first.get(f"{address}/found/1/complaint")
    fields = {"submission_id": first.submission_id, "channel": "opinion_box"}
    fields |= {"received_at": "2026-09-01T11:00", "content": WORDS, "raw_text": WORDS, "anonymous": "true"}
    fields |= {"opened_by_first": FIRST, "opened_by_second": SECOND}
    assert first.post(f"{address}/found/1/complaint", fields).status_code == 200
    [receipt] = [row for row in served_office.office.rows(Receipt) if row.raw_text == WORDS]
    files = served_office.office.rows(Evidence, complaint_id=receipt.complaint_id)
    assert [file.name for file in files] == [f"第1件扫描件-{sign_of(served_office, address)}.pdf"]
    first.get(scan)
    assert first.post(f"{scan}/off", {"first": "2"}).status_code == 409
    assert first.post(f"{scan}/off", {"first": "5"}).status_code == 303
    assert "由人工取下" in text_of(first.get(scan))
    for nobody in ("zhen.juquan", "guan.xitong", "ren.shebao"):
        for path in (scan, f"{address}/scans", f"{scan}/pages/2-3.pdf"):
            assert served_office.visitor(nobody).get(path).status_code == 403, (nobody, path)
    assert first.get("/openings/scans/unknown").status_code == 404


def test_a_clerk_looks_at_pages_that_wait_and_says_where_they_belong(served_office: ServedOffice) -> None:
    first, address = served_office.visitor(FIRST), opened(served_office, "收发室")
    one, two = sheets_of(first.get(f"{address}/covers.pdf").content)
    scan = bring(first, address, pdf_of([one, letter(4), scribbled(two), letter(5)]))
    read_all(served_office)
    page = first.get(scan)
    for shown in ("条码残缺", "第3至4页", "收发室", "有的页未归到任何一件", "后一件的分隔页没有识别到"):
        assert shown in text_of(page), shown
    whole = first.get(f"/incoming/{scan.rsplit('/', 1)[1]}").text
    assert not re.search(r'action="/incoming/\w+/case"|/complaint"', whole), "it has several letters"
    pages = first.get(f"{scan}/pages/3-4.pdf")
    assert pages.content.startswith(b"%PDF-")
    assert quote("扫描件第3至4页.pdf") in pages.headers["content-disposition"]
    sheet = f"JBKX-{sign_of(served_office, address)}-002"
    refused = first.post(f"{scan}/pages", {"first": "4", "last": "9", "sheet": sheet})
    assert refused.status_code == 422
    assert "扫描件没有这一页" in text_of(refused)
    assert 'value="9"' in refused.text
    assert first.post(f"{scan}/pages", {"first": "4", "last": "4", "sheet": sheet}).status_code == 303
    assert first.post(f"{scan}/end", {"note": ""}).status_code == 422
    assert first.post(f"{scan}/end", {"note": "第3页为分隔页"}).status_code == 303
    incoming = first.get(f"/incoming/{scan.rsplit('/', 1)[1]}")
    assert "查看各页归属" in text_of(incoming)
    assert "第3页为分隔页" in text_of(incoming)
