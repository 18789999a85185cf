"""开箱、拆信 on the real web server: told by one, confirmed by the other, printed, and each thing registered or noted."""

from __future__ import annotations

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.opening import Opening
from models.case.receipt import Receipt
from models.office.staff import Staff
from services.openings.begin_opening import may_open
from tests.served_office import ServedOffice
from tests.web.pages import text_of

FIRST, SECOND = "wen.rusheng", "jian.dengji"
PLACE = "二楼意见箱“<b>2号</b>”"
WORDS = "C03窗口让我白跑一趟，没有人说明理由。"


def test_two_people_open_a_box_and_what_was_in_it_is_registered_or_noted(served_office: ServedOffice) -> None:
    first, second = served_office.visitor(FIRST), served_office.visitor(SECOND)
    first.get("/openings/new")
    told = {"channel": "opinion_box", "place": PLACE, "opened_at": "2026-09-01T10:00", "found": "2"}
    told |= {"submission_id": first.submission_id, "second_opener": FIRST}
    refused = first.post("/openings", told)
    assert refused.status_code == 422
    assert "须为不同的两人" in text_of(refused)
    assert "二楼意见箱" in refused.text
    told |= {"second_opener": SECOND, "submission_id": first.submission_id}
    begun = [first.post("/openings", told) for _ in range(2)]
    assert {page.status_code for page in begun} == {303}
    address = begun[0].headers["location"]
    assert begun[1].headers["location"] == address
    page = first.get(address)
    assert "<b>2号</b>" not in page.text
    assert "确认属实" not in page.text
    assert first.get(f"{address}/covers.pdf").status_code == 409
    assert first.post(f"{address}/confirm").status_code == 403
    assert "等您确认" in text_of(second.get("/openings"))
    assert "确认属实" in second.get(address).text
    assert second.post(f"{address}/confirm").status_code == 303
    for paper in ("list.pdf", "covers.pdf"):
        assert first.get(f"{address}/{paper}").content.startswith(b"%PDF-")
    form = first.get(f"{address}/found/1/complaint")
    for shown in ('value="2026-09-01T10:00"', "二楼意见箱", f'<option value="{SECOND}" selected>'):
        assert shown in form.text, shown
    fields = {
        "submission_id": first.submission_id,
        "channel": "opinion_box",
        "received_at": "2026-09-01T10:00",
    }
    fields |= {"content": WORDS, "raw_text": WORDS, "anonymous": "true"}
    fields |= {"opened_by_first": FIRST, "opened_by_second": "ji.luqing"}
    wrong = first.post(f"{address}/found/1/complaint", fields)
    assert wrong.status_code == 422
    assert "与开箱（拆封）登记不一致" in text_of(wrong)
    fields |= {"opened_by_second": SECOND, "submission_id": first.submission_id}
    for _ in range(2):
        assert first.post(f"{address}/found/1/complaint", fields).status_code == 200
    [row] = [row for row in served_office.office.rows(Receipt) if row.raw_text == WORDS]
    [case] = served_office.office.rows(Complaint, id=row.complaint_id)
    assert case.number in text_of(first.get(address))
    assert "登记为投诉" in text_of(first.get(f"/cases/{case.id}/history"))
    second.get(f"{address}/found/2")
    assert second.post(f"{address}/found/2/note", {"reason": "valuables", "note": ""}).status_code == 422
    words = "现金200元，已交财务"
    assert second.post(f"{address}/found/2/note", {"reason": "valuables", "note": words}).status_code == 303
    assert second.post(f"{address}/found/2/note", {"reason": "empty"}).status_code == 409
    page = second.get(address)
    for shown in ("已办完", words, "现金、证件等财物"):
        assert shown in text_of(page), shown
    assert second.post(f"{address}/found", {"no": "3"}).status_code == 303
    assert "清点后补记" in text_of(second.get(address))
    opening_id = address.rsplit("/", 1)[1]
    assert len(served_office.office.rows(Opening, id=opening_id)) == 1
    for nobody in ("zhen.juquan", "guan.xitong", "ren.shebao"):
        for path in (address, f"{address}/list.pdf", f"{address}/found/1"):
            assert served_office.visitor(nobody).get(path).status_code == 403, (nobody, path)


def test_what_was_not_so_is_withdrawn_by_the_second_with_a_reason(served_office: ServedOffice) -> None:
    first, second = served_office.visitor(FIRST), served_office.visitor(SECOND)
    first.get("/openings/new")
    told = {"channel": "letter", "place": "收发室", "opened_at": "2026-09-01T10:00", "found": "3"}
    told |= {"submission_id": first.submission_id, "second_opener": SECOND}
    address = first.post("/openings", told).headers["location"]
    second.get(address)
    assert second.post(f"{address}/withdraw", {"note": " "}).status_code == 422
    assert second.post(f"{address}/withdraw", {"note": "是4件"}).status_code == 303
    assert "是4件" in text_of(first.get(address))
    assert second.post(f"{address}/confirm").status_code == 409
    assert second.get("/openings/unknown").status_code == 404


def test_who_has_nobody_to_open_with_is_told_who_could(served_office: ServedOffice) -> None:
    """The choice is of who takes in or supervises; where nobody else does, an empty list alone would say nothing."""
    office = served_office.office
    one = served_office.visitor(FIRST)
    told = "没有其他受理人员或督办人员"
    assert told not in text_of(one.get("/openings/new"))
    with office.unit_of_work() as unit:
        others = [row for row in unit.session.scalars(select(Staff)) if may_open(row) and row.login != FIRST]
        for row in others:
            row.active = False
    try:
        assert told in text_of(one.get("/openings/new"))
    finally:
        with office.unit_of_work() as unit:
            for row in others:
                unit.session.get_one(Staff, row.login).active = True
