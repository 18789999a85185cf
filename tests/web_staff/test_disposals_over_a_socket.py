"""What is done about a matter on the pages of the real web server: drafted, approved, on the case page, proven later."""

from __future__ import annotations

import secrets
from datetime import date

from models.beside.referral import Referral
from models.case.lifecycle import RequestState
from models.clock.legal_time import beijing_date
from models.ground.codes import ReferralKind, ReferralRole
from tests.improvement import NOTHING_TO_IMPROVE
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.projected_task import add_task, support_claims, walk_to
from tests.unit.services.test_disposals import APPROVER, CORRECTED, HANDLER, IMPROVED
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send


def table_of(visitor: SocketVisitor, case: str) -> str:
    """The table of disposals on the page of a case."""
    return read_file(visitor, case).text.split('<h2 id="disposals">')[1].split("</table>")[0]


def test_a_disposal_is_followed_from_its_draft_to_its_proof(served_office: ServedOffice) -> None:
    """DM-32, R50, R53, R55: the handler writes it, the approver reads it and sets the day, the file shows it with its proof."""
    office = served_office.office
    case = office.file(address=f"disposal-{secrets.token_hex(4)}").complaint_id
    walk_to(office, case, "draft-opinion")
    key = add_task(office, case, "draft-opinion")
    handler, approver = served_office.visitor(HANDLER), served_office.visitor(APPROVER)
    form = form_of(handler.get(f"/tasks/{key}").text)
    claims = support_claims(office, case)
    status, said = send(
        handler,
        form["submitUrl"],
        {"matters": [{**CORRECTED, "correction_on": "2026-09-07"}, IMPROVED], "claims": claims},
    )
    assert (status, set(said["errors"])) == (422, {"matters.0.correction_proof"})
    assert send(handler, form["submitUrl"], {"matters": [CORRECTED, IMPROVED], "claims": claims})[0] == 200

    key = add_task(office, case, "approve-opinion")
    form = form_of(approver.get(f"/tasks/{key}").text)
    assert "整改要求：复核录入不得由一人完成" in form["data"]["opinion"]
    assert "复核录入不得由一人完成" in form["data"]["orders"]
    told = {"opinion_decision": "approve", **NOTHING_TO_IMPROVE, "orders_due_on": "2026-09-18"}
    status, said = send(approver, form["submitUrl"], {**told, "orders_due_on": "2035-01-04"})
    assert (status, said["errors"]["orders_due_on"][:14]) == (422, "日期太晚，最迟可以填2026")
    status, said = send(approver, form["submitUrl"], {**told, "orders_due_on": "9999-12-31"})
    assert (status, "1900年至2100年" in said["errors"]["orders_due_on"]) == (422, True)
    assert send(approver, form["submitUrl"], told)[0] == 200

    page = table_of(handler, case)
    for shown in (
        "处理措施的内容",
        "复核录入不得由一人完成",
        "2026-09-18",
        "录入与复核分开",
        "流程",
        "尚未举证",
    ):
        assert shown in page
    act = form_of(handler.get(f"/cases/{case}/acts/prove-correction").text)
    (open_one,) = act["data"]["correction_options"]
    proof = {"correction": open_one["value"], "done_on": "2026-09-04", "proof": "更正登记簿第3页"}
    assert send(handler, act["submitUrl"], proof)[0] == 200
    page = table_of(handler, case)
    assert "更正登记簿第3页" in page
    assert "尚未举证" not in page
    recorded = f"（{beijing_date(office.clock.now())}补录）"
    assert f"2026-09-04{recorded}" in page, "the day said and the day recorded"
    part = Referral(id=secrets.token_hex(16), complaint_id=case, no=1, round=1, requested_by=HANDLER)
    part.kind, part.role, part.unit_code, part.result_way = (
        ReferralKind.ASSIGN,
        ReferralRole.CO,
        "GA",
        "email",
    )
    part.requested_at = part.result_at = office.clock.now()
    part.result_on, part.result_by, part.state = date(2026, 9, 3), HANDLER, RequestState.ANSWERED
    with office.unit_of_work() as unit:
        unit.session.add(part)
    assert f"2026-09-03{recorded}" in handler.get(f"/cases/{case}/units").text


def test_a_file_without_a_disposal_has_no_table_of_them(served_office: ServedOffice) -> None:
    office = served_office.office
    case = office.file(address=f"disposal-{secrets.token_hex(4)}").complaint_id
    walk_to(office, case, "assign-handler")
    assert "处理措施的内容" not in text_of(read_file(served_office.visitor("wen.rusheng"), case))
