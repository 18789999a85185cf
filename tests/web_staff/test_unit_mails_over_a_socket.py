"""Mails to units outside on the real web server: the address in the directory, the mail, the code that a person tells."""

from __future__ import annotations

import re

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.unit_mail import UnitMail
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ledger.trail_event import TrailEvent
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.beside.sheets.consent import record_consent
from services.dispatch.send_step import send_dispatches_step
from services.unit_of_work import Unit
from tests.mail_server import serve_mail
from tests.served_office import ServedOffice, SocketVisitor
from tests.sms_gateway import serve_sms
from tests.unit.services.notices_outside import Outside
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.pages import text_of
from tests.web_staff.test_superior_over_a_socket import ORGAN, filed_case, pass_on

ADMINISTRATOR, CLERK = "guan.xitong", "wen.rusheng"
BOX, OTHER_WAY = "banshi@dongling.gov.cn", "0571-8000-7788 值班室"


def enter_address(visitor: SocketVisitor) -> str:
    """What the page of the unit says then."""
    own = "/administration/units/X-DL"
    page = visitor.get(own).text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    told = {"name": "云河市东岭区政务服务中心", "kind": "external", "reason": "对方来函告知"}
    told |= {"version": version[1], "email": BOX, "other_way": OTHER_WAY}
    for wrong in ({"email": "东岭中心"}, {"other_way": BOX}):
        refused = visitor.post(own, told | wrong)
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.text
    assert visitor.post(own, told).status_code == 303
    return text_of(visitor.get(own))


def handed_over(served: ServedOffice, *, with_name: bool) -> SideCase:
    case = side_case(served.office)

    def hand_over(complaint: Complaint, unit: Unit, actor: Actor) -> object:
        if with_name:
            complaint.disclosure_level = 2
            record_consent(complaint.id, "电话中同意", unit, actor)
        return open_referral(OpenReferral("X-DL", (2,), needs_result=True), complaint, unit, actor)

    case.do(CLERK, hand_over)
    return case


def test_an_administrator_enters_where_sheets_go_and_a_clerk_sees_what_left_and_tells_the_code(
    served_office: ServedOffice,
) -> None:
    page = enter_address(served_office.visitor(ADMINISTRATOR))
    for told in (BOX, OTHER_WAY, "收件邮箱", "对方来函告知", "管系统"):
        assert told in page, told
    case = handed_over(served_office, with_name=True)
    clerk = served_office.visitor(CLERK)
    send_dispatches_step(served_office.office.unit_of_work, {})
    kept = text_of(clerk.get(f"/notices?to=units&q={case.number}"))
    assert "待发（未实际发出）" in kept and "东岭区政务服务中心" in kept
    assert case.complaint_id not in clerk.get("/notices?to=complainants&group=all").text
    (row,) = served_office.office.rows(Dispatch, complaint_id=case.complaint_id)
    assert clerk.post(f"/notices/{row.id}", {"settling": "again"}).status_code == 303
    with serve_mail() as mail, serve_sms() as sms:
        carriers = Outside(served_office.office, mail, sms).carriers
        send_dispatches_step(served_office.office.unit_of_work, carriers, "https://tousu.yunhe.gov.cn/")
    ((no, to, text),) = [
        (no, to, text) for no, (to, _, text) in enumerate(mail.read()) if case.number in text
    ]
    assert (to, mail.files(no)) == (BOX, {})
    (unit_mail,) = served_office.office.rows(UnitMail, dispatch_id=row.id)
    assert "简一趟" not in text and unit_mail.receipt_code not in text
    tells_code(clerk, case, unit_mail)
    told = text_of(clerk.get(f"/cases/{case.complaint_id}/units"))
    for words in ("送单通知（不附材料）", "对方服务器已接收", "回执码告知", "已打电话告知值班员"):
        assert words in told, words
    assert "回执码已另行告知" in text_of(clerk.get(f"/cases/{case.complaint_id}/history"))


def tells_code(clerk: SocketVisitor, case: SideCase, mail: UnitMail) -> None:
    """It is shown on its own page alone, and that it was told is said once, with a word and without the code."""
    address = f"/notices?to=units&q={case.number}"
    page = clerk.get(address)
    assert OTHER_WAY in text_of(page) and mail.receipt_code not in page.text
    sheet = re.search(rf'href="(/cases/{case.complaint_id}/[^"]+/sheet)"', page.text)
    assert sheet is not None
    assert mail.receipt_code in clerk.get(sheet[1]).text
    own = f"/notices/{mail.dispatch_id}/code"
    for wrong in ("", f"回执码是{mail.receipt_code}"):
        refused = clerk.post(own, {"note": wrong})
        assert refused.status_code == 422
    assert clerk.post(own, {"note": "已打电话告知值班员"}).status_code == 303
    assert clerk.post(own, {"note": "再说一次"}).status_code == 409
    assert "没有符合条件的通知" in text_of(clerk.get(address)), "nothing is left to do"


def test_a_sheet_goes_with_its_page_and_its_mail_leads_to_the_page_where_it_is_answered(
    served_office: ServedOffice,
) -> None:
    enter_address(served_office.visitor(ADMINISTRATOR))
    case = handed_over(served_office, with_name=False)
    (row,) = served_office.office.rows(Dispatch, complaint_id=case.complaint_id)
    outsider = served_office.visitor("zong.heke")
    assert outsider.post(f"/notices/{row.id}/code", {"note": "已告知"}).status_code in (403, 404)
    unit = served_office.visitor()
    page = unit.get(f"/handover?reference={case.number}-R1").text
    assert f'value="{case.number}-R1"' in page
    assert row.state is DispatchState.WAITING
    trail = served_office.office.rows(TrailEvent, kind="organisation.place_changed")
    assert any("email" in event.payload["changes"] for event in trail)


def test_to_the_superior_organ_a_notice_alone_leaves_without_a_name_a_file_or_the_code(
    served_office: ServedOffice,
) -> None:
    """The whole file is read behind its code (W6)."""
    office = served_office.office
    with office.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, ORGAN).email = "banshi@yunhe.gov.cn"
    case = filed_case(served_office)
    referral = pass_on(served_office, case)
    with serve_mail() as mail, serve_sms() as sms:
        send_dispatches_step(office.unit_of_work, Outside(office, mail, sms).carriers)
    # What other tests of this office left to be sent leaves too.
    ((no, text),) = [(no, text) for no, (_, _, text) in enumerate(mail.read()) if case.number in text]
    assert mail.files(no) == {}
    for hidden in ("柴不撤", "199-0000-0306", "撤了", str(referral.receipt_code)):
        assert hidden not in mail.came[no][1].as_string() + text, hidden
    (row,) = office.rows(Dispatch, complaint_id=case.id)
    assert row.purpose is DispatchPurpose.UNIT_NOTICE
    with office.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, ORGAN).email = None
