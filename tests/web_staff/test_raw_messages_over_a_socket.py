"""What comes without a clerk is filed by the office itself, through the API of its programs, as the real web server serves it."""

from __future__ import annotations

import json
import secrets

import pytest

from models.case.complaint import Complaint
from models.case.receipt import Receipt
from models.case.respondent import Respondent
from models.ground.codes import IdentityKind
from services.identity.open_identity import RevealedIdentity, open_identity
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.case_file import read_file

ADDRESS = "/api/v1/raw-messages"
RECEIVED = "2026-09-07T09:31:00+08:00"


def mail(**fields: object) -> dict[str, object]:
    told = {
        "message_id": f"<{secrets.token_hex(6)}@example.com>",
        "from": "=?UTF-8?B?6K645LiA6Laf?= <xuyitang@example.com>",
        "subject": "医保窗口退件不说理由",
        "body_text": "9月3日下午在D02窗口办理备案，莫知晓把材料退给我。",
    }
    return {"channel": "email", "message": told | fields}


def row(number: str, **fields: object) -> dict[str, object]:
    told = {
        "工单编号": number,
        "诉求人": "（要求保密）",
        "联系电话": "19900000777",
        "诉求标题": "窗口无人",
        "诉求内容": "9月4日上午G01窗口一直没有人。",
        "事发地址": "三楼",
        "是否保密": "是",
        "工单状态": "待签收",
    }
    return {"channel": "hotline_12345", "message": told | fields}


def deliver(visitor: SocketVisitor, body: dict[str, object], received_at: str = RECEIVED) -> tuple[int, dict]:
    token = visitor.client.get("/api/v1/csrf-token").json()["csrf_token"]
    headers = {"X-CSRF-Token": token}
    answer = visitor.client.post(ADDRESS, json={"received_at": received_at, **body}, headers=headers)
    return answer.status_code, answer.json()


def case_of(served: ServedOffice, filed: dict) -> Complaint:
    return served.office.rows(Complaint, number=filed["number"])[0]


def identity_of(served: ServedOffice, case: Complaint) -> RevealedIdentity:
    with served.office.unit_of_work().reading() as unit:
        return open_identity(case.id, unit)


def test_a_mail_is_filed_by_nobody_and_its_sender_is_in_the_vault(served_office: ServedOffice) -> None:
    """ST-2: decoded name and address, the words, the respondent as a suggestion, the fields as they came."""
    body = mail()
    status, filed = deliver(served_office.visitor("wen.rusheng"), body)
    assert (status, filed["received_at"]) == (201, RECEIVED)
    case = case_of(served_office, filed)
    assert (case.registered_by, case.identity_kind) == (None, IdentityKind.REAL_NAME)
    assert "莫知晓把材料退给我" in case.matter
    respondent = served_office.office.rows(Respondent, complaint_id=case.id)[0]
    assert (respondent.window, respondent.staff_id, respondent.is_suggested) == ("D02", "mo.zhixiao", True)
    told = identity_of(served_office, case)
    assert (told.name, told.email) == ("许一趟", "xuyitang@example.com")
    receipt = served_office.office.rows(Receipt, complaint_id=case.id)[0]
    assert json.loads(receipt.raw_text) == body["message"]
    page = read_file(served_office.visitor("wen.rusheng"), case.id).text
    assert "由渠道程序送达" in page
    assert "xuyitang@example.com" not in page


def test_a_work_order_that_comes_twice_is_one_complaint_whatever_its_state_is_by_then(
    served_office: ServedOffice,
) -> None:
    """R18: two exports hold the same order; secrecy and the missing name are read from their columns."""
    program, number = served_office.visitor("wen.rusheng"), f"HX-{secrets.token_hex(4)}"
    first = deliver(program, row(number))
    again = deliver(program, row(number, 工单状态="已签收"))
    assert (first[0], again) == (201, (201, first[1]))
    case = case_of(served_office, first[1])
    assert (case.confidentiality_requested, case.place) == (True, "三楼")
    assert identity_of(served_office, case).phone == "19900000777"
    other = deliver(program, row(f"HX-{secrets.token_hex(4)}"))
    assert other[1]["number"] != first[1]["number"]


def test_a_post_is_of_nobody_known_and_its_account_stands_in_the_vault_alone(
    served_office: ServedOffice,
) -> None:
    """A pen name is no name."""
    account = f"过路人{secrets.token_hex(3)}"
    message = {
        "platform": "短视频",
        "post_id": f"P-{secrets.token_hex(4)}",
        "account": account,
        "openid": "o_1",
        "text": "E03窗口下班前二十分钟不给取号",
    }
    body = {"channel": "social", "message": message}
    case = case_of(served_office, deliver(served_office.visitor("wen.rusheng"), body)[1])
    assert case.identity_kind is IdentityKind.ANONYMOUS
    assert identity_of(served_office, case).name == f"{account} o_1"
    assert account not in read_file(served_office.visitor("cha.fenming"), case.id).text


def test_a_review_tells_window_item_and_number_in_its_own_fields(served_office: ServedOffice) -> None:
    """R24: the window of a review is the respondent's words."""
    message = {
        "review_id": f"PJ-{secrets.token_hex(4)}",
        "stars": 1,
        "level": "非常不满意",
        "text": "",
        "window": "B02",
        "reviewer_nick": "某人",
        "real_name_verified": True,
    }
    body = {"channel": "bad_review", "message": message}
    case = case_of(served_office, deliver(served_office.visitor("wen.rusheng"), body)[1])
    assert (case.matter, case.identity_kind) == ("非常不满意", IdentityKind.REAL_NAME)
    assert served_office.office.rows(Respondent, complaint_id=case.id)[0].window == "B02"


@pytest.mark.parametrize(
    ("body", "received_at", "fault"),
    [
        (mail(message_id=""), RECEIVED, "message"),
        (mail(), "2099-01-01T00:00:00+08:00", "received_at"),
        ({"channel": "letter", "message": {}}, RECEIVED, "channel"),
    ],
)
def test_what_has_no_number_or_no_shape_is_refused(
    served_office: ServedOffice, body: dict[str, object], received_at: str, fault: str
) -> None:
    status, problem = deliver(served_office.visitor("wen.rusheng"), body, received_at)
    assert status == 422
    assert fault in problem["errors"] if "errors" in problem else fault == "channel"


def test_only_an_intake_account_delivers(served_office: ServedOffice) -> None:
    assert deliver(served_office.visitor("ren.shebao"), mail())[0] == 403
    assert deliver(served_office.visitor(), mail())[0] == 401
