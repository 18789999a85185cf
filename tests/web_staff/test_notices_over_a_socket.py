"""The notices to complainants on the real web server: what did not leave is shown to whoever may act, and decided on."""

from __future__ import annotations

import secrets

import httpx

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchState
from services.dispatch.delivery_report import DeliveryReport, ReportedAction
from services.dispatch.record_bounce import BounceOutcome, record_bounce
from services.dispatch.send_step import send_dispatches_step
from tests.mail_server import serve_mail
from tests.served_office import ServedOffice
from tests.sms_gateway import Gateway
from tests.unit.services.notices_outside import MAIL, Outside
from tests.unit.services.test_answer_sending import CLERK, HANDLER, give, ready
from tests.unit.services.test_mailed_documents import freeze
from tests.web.pages import text_of

ADMINISTRATOR = "guan.xitong"
KEPT = "待发（未实际发出）"


def answered(served: ServedOffice) -> tuple[str, str]:
    """A case whose answer is told of by SMS, in an office without a gateway, and its number."""
    case = ready(served.office, address=secrets.token_hex(8))
    give(served.office, case, ways=["query_code"])
    send_dispatches_step(served.office.unit_of_work, {})
    (row,) = served.office.rows(Dispatch, complaint_id=case)
    return case, row.id


def number_of(served: ServedOffice, case: str) -> str:
    return str(served.office.rows(Complaint, id=case)[0].number)


def settle(served: ServedOffice, dispatch_id: str, **fields: str) -> tuple[int, httpx.Response]:
    """The status of what was sent, and the page that is read after it."""
    clerk = served.visitor(CLERK)
    clerk.get("/notices")
    sent = clerk.post(f"/notices/{dispatch_id}", fields)
    return sent.status_code, clerk.get(sent.headers["location"]) if sent.status_code == 303 else sent


def test_what_has_not_left_is_shown_as_such_with_its_words_and_without_the_number_it_would_go_to(
    served_office: ServedOffice,
) -> None:
    """DM-9, DM-28: a clerk ticked a way and nothing was sent; what would have gone stands there, 未实际发出."""
    case, dispatch_id = answered(served_office)
    number = number_of(served_office, case)
    page = served_office.visitor(CLERK).get(f"/notices?q={number}")
    words = text_of(page)
    for told in (KEPT, "已有答复", "短信", f"您的投诉（编号{number}）已有答复", "没有设置这种发送方式"):
        assert told in words, told
    for hidden in ("19900000201", "199-0000-0201", "简一趟"):
        assert hidden not in page.text, hidden
    status, page = settle(served_office, dispatch_id, settling="told", note="")
    assert status == 422
    assert 'aria-invalid="true"' in page.text
    status, page = settle(served_office, dispatch_id, settling="told", note="已打电话告知本人")
    assert status == 303
    assert "处理情况和理由已入卷" in text_of(page)
    status, page = settle(served_office, dispatch_id, settling="again")
    assert status == 409
    assert "已由他人处理" in text_of(page)
    words = text_of(served_office.visitor(HANDLER).get(f"/notices?group=done&q={number}"))
    assert "已另行告知" in words
    assert "已打电话告知本人" in words
    page = text_of(served_office.visitor(HANDLER).get(f"/cases/{case}/answers"))
    for told in ("给投诉人的通知", "已有答复 · 短信", "已另行告知", "已打电话告知本人"):
        assert told in page, told
    assert "通知已另行告知" in text_of(served_office.visitor(HANDLER).get(f"/cases/{case}/history"))


def test_why_a_notice_did_not_leave_is_said_in_words_of_its_own(served_office: ServedOffice) -> None:
    """What tells a date that does not hold was said to be of a matter that is closed, or with another unit."""
    case, dispatch_id = answered(served_office)
    address = f"/notices?group=all&q={number_of(served_office, case)}"
    closed, void = "事项已经办结或者改由其他单位办理", "这次延期没有生效"
    for reason, said, unsaid in (("OVERTAKEN", closed, void), ("NOTICE_VOID", void, closed)):
        with served_office.office.unit_of_work() as unit:
            row = unit.session.get_one(Dispatch, dispatch_id)
            row.state, row.reason = DispatchState.DROPPED, reason
        words = text_of(served_office.visitor(CLERK).get(address))
        assert (said in words, unsaid in words) == (True, False), reason


def test_sent_again_it_waits_for_the_next_round(served_office: ServedOffice) -> None:
    case, dispatch_id = answered(served_office)
    assert settle(served_office, dispatch_id, settling="again")[0] == 303
    (row,) = served_office.office.rows(Dispatch, complaint_id=case)
    assert row.state is DispatchState.WAITING
    number = number_of(served_office, case)
    assert "等待发出" in text_of(served_office.visitor(CLERK).get(f"/notices?group=leaving&q={number}"))


def test_who_may_not_read_the_case_sees_and_settles_no_notice_of_it(served_office: ServedOffice) -> None:
    case, dispatch_id = answered(served_office)
    number = number_of(served_office, case)
    outsider = served_office.visitor("zong.heke")
    assert case not in outsider.get(f"/notices?group=all&q={number}").text
    assert served_office.visitor(ADMINISTRATOR).get("/notices").status_code == 403
    assert outsider.post(f"/notices/{dispatch_id}", {"settling": "again"}).status_code in (403, 404)
    clerk = served_office.visitor(CLERK)
    assert clerk.post("/notices/unknown", {"settling": "again"}).status_code == 404
    assert clerk.post(f"/notices/{dispatch_id}", {"settling": "burn"}).status_code == 404
    assert number in clerk.get(f"/notices?q={number}").text
    (row,) = served_office.office.rows(Dispatch, complaint_id=case)
    assert row.state is DispatchState.KEPT


def test_whoever_wrote_an_answer_sees_whether_it_left_by_e_mail_and_that_it_came_back(
    served_office: ServedOffice,
) -> None:
    """Not frozen, frozen and waiting, taken over, come back; the complainant is never told of an e-mail that was not sent."""
    office = served_office.office
    filed = ready(office, address=secrets.token_hex(8), email=MAIL)
    give(office, filed, ways=["email"])
    number = number_of(served_office, filed)
    writer = served_office.visitor(HANDLER)
    assert "电子邮件 待发送（文书待定稿）" in text_of(writer.get(f"/cases/{filed}/answers"))
    page = writer.get(f"/notices?q={number}")
    assert "文书定稿后自动发出" in text_of(page)
    assert f'href="/cases/{filed}/letters"' in page.text
    row = next(row for row in office.rows(Dispatch, complaint_id=filed) if row.purpose == "answer_letter")
    assert settle(served_office, row.id, settling="again")[0] == 409
    freeze(office, filed)
    assert "电子邮件 等待发出" in text_of(writer.get(f"/cases/{filed}/answers"))
    with serve_mail() as mail:
        Outside(office, mail, Gateway("")).send()
        assert len(mail.came) == 2
    words = text_of(writer.get(f"/cases/{filed}/answers"))
    assert "查询码 电子邮件" in words
    assert "电子邮件 对方服务器已接收" in words
    report = DeliveryReport(f"{row.id}-1", ReportedAction.FAILED, "5.1.1", None)
    assert record_bounce(report, office.unit_of_work()) is BounceOutcome.RETURNED
    words = text_of(writer.get(f"/notices?q={number}"))
    for told in ("答复书 随邮件发送", "已退回", "退回：无法投递到该地址", "5.1.1"):
        assert told in words, told
    assert MAIL not in words
    page = writer.get(f"/notices?q={number}")
    assert f'href="/cases/{filed}/acts/send-answer-again"' in page.text
    assert ("不必再发" in page.text, 'value="told"' in page.text) == (True, False), "told by a sending alone"
    status, page = settle(served_office, row.id, settling="told", note="已电话告知本人")
    assert (status, "要登记再次送达的方式和日期才算告知" in text_of(page)) == (409, True)
    assert "电子邮件 已退回" in text_of(writer.get(f"/cases/{filed}/answers"))
    assert "邮件被退回" in text_of(writer.get(f"/cases/{filed}/history"))
