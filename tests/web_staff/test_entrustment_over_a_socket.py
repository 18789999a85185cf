"""What others do for an investigation, on the real web server: why, on which terms, with which report and objections."""

from __future__ import annotations

import secrets

import pytest

from models.beside.entrustment import Entrustment
from models.beside.report_objection import ReportObjection
from models.case.complaint import Complaint
from models.case.lifecycle import Rung
from models.case.task import Task
from models.clock.clock import Clock
from models.ledger.trail_event import TrailEvent
from models.office.deployed_form import DeployedForm
from tests.entrusted import NO_DATA
from tests.full_office import FullOffice
from tests.let_out import let_out
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import accept, add_task
from tests.unit.services.requests_office import act
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.test_evidence_matrix_over_a_socket import take
from tests.web_staff.test_second_pair_of_eyes_over_a_socket import send, shown_to

APPROVER, HANDLER = "heng.gongyun", "xun.wenshi"
ASKED = {
    "kind": "entrusted",
    "to": "X-DSJ",
    "need": "complex",
    "scope": "恢复9月3日写库失败的日志",
    "limit_wd": 5,
    "independence": "与人社窗口无隶属关系",
}
DATA = {
    "hands_data": "yes",
    "data_items": "数据库日志副本一份",
    "data_purpose": "只用于查明写库失败的原因",
    "data_until": "2026-10-30",
    "data_afterwards": "destroyed",
    "confidentiality": "签订保密承诺书，专人保管",
}
APPRAISED = {
    "kind": "appraisal",
    "to": "X-JDS",
    "need": "independent",
    "scope": "笔迹是否同一",
    "limit_wd": 5,
}
REPORT = "两份签名不是同一人书写"


@pytest.fixture
def case(served_office: ServedOffice) -> str:
    opened = served_office.office.file(address=secrets.token_hex(8)).complaint_id
    accept(served_office.office, opened)
    return opened


def row_of(served: ServedOffice, case: str) -> Entrustment:
    return served.office.rows(Entrustment, complaint_id=case)[0]


def page_of(served: ServedOffice, case: str) -> str:
    return text_of(read_file(served.visitor(HANDLER), case))


def entrust(served: ServedOffice, case: str, **answers: object) -> None:
    """Asked for and let out by another."""
    take(served.visitor(APPROVER), case, "open-entrustment", **answers)
    let_out(served.office, row_of(served, case).id)


def follow(served: ServedOffice, case: str, step: str, **answers: object) -> dict:
    row = row_of(served, case)
    chosen = {} if step == "objection_answer" else {"entrustment_id": row.id}
    return take(served.visitor(HANDLER), case, "follow-entrustment", step=step, **chosen, **answers)


def bring_report(served: ServedOffice, case: str) -> None:
    row = row_of(served, case)
    told = {"entrustment_id": row.id, "report_text": REPORT}
    take(served.visitor(HANDLER), case, "register-entrustment-report", **told)


def test_an_entrusted_investigation_stands_in_the_file_with_scope_limit_report_and_data_terms(
    served_office: ServedOffice, case: str
) -> None:
    """R40: 委托调查 of a complex matter; the sheet that leaves tells the same terms, and the data ends as they say."""
    entrust(served_office, case, **ASKED, **DATA)
    row = row_of(served_office, case)
    sheet = served_office.visitor(APPROVER).get(f"/cases/{case}/entrustments/{row.id}/sheet")
    bring_report(served_office, case)
    page = page_of(served_office, case)
    terms = (DATA["data_items"], DATA["data_purpose"], DATA["data_until"], DATA["confidentiality"])
    for word in (ASKED["scope"], *terms):
        assert word in page, word
        assert word in sheet.text, word
    for word in ("事项复杂", "与人社窗口无隶属关系", "销毁", REPORT, f"{row.window_ends_at:%Y-%m-%d}"):
        assert word in page, word
    assert "资料尚未返还或销毁" in page
    ended = {"data_ended_how": "destroyed", "data_ended_on": "2026-09-07", "data_ended_proof": "销毁记录一份"}
    follow(served_office, case, "data_ended", **ended)
    page = page_of(served_office, case)
    assert "资料已销毁 2026-09-07 销毁记录一份" in page
    assert "资料尚未返还或销毁" not in page


def test_nothing_leaves_before_another_person_has_read_and_approved_it(
    served_office: ServedOffice, case: str
) -> None:
    """DM-25: the file says that it waits, there is no sheet, and the limit runs on until the approval."""
    asked = {**ASKED, **DATA, "pauses_clock": True}
    take(served_office.visitor(APPROVER), case, "open-entrustment", **asked)
    row, director = row_of(served_office, case), served_office.visitor("zong.lanyun")
    sheet = f"/cases/{case}/entrustments/{row.id}/sheet"
    assert "待批准：尚未送出，时限照常计算" in page_of(served_office, case)
    assert director.get(sheet).status_code == 404
    key = add_task(served_office.office, case, "approve-entrustment")
    with served_office.office.unit_of_work() as unit:
        unit.session.get_one(Task, key).details = {"entrustment_id": row.id}
    _, form = shown_to(director, key)
    for word in ("云河市大数据中心", ASKED["scope"], "事项复杂", DATA["data_items"], "5个工作日", "其后销毁"):
        assert word in form["data"]["proposal"], word
    assert "自批准之时起中止" in form["data"]["pause"]
    assert "办结时限：现为" in form["data"]["pause"]
    proposer = served_office.visitor(APPROVER)
    proposer.get(f"/tasks/{key}")
    assert send(proposer, f"/tasks/{key}", {"approval": "approve"})[0] == 403
    status, said = send(director, f"/tasks/{key}", {"approval": "return"})
    assert (status, list(said["errors"])) == (422, ["comment"])
    (limit,) = served_office.office.rows(Clock, complaint_id=case, kind="resolve")
    assert limit.rung is Rung.WITHIN
    assert send(director, f"/tasks/{key}", {"approval": "approve", "comment": "同意"})[0] == 200
    (limit,) = served_office.office.rows(Clock, complaint_id=case, kind="resolve")
    assert limit.rung is Rung.PAUSED
    assert "宗揽云" in page_of(served_office, case)
    assert director.get(sheet).status_code == 200


@pytest.mark.parametrize("field", sorted({*DATA, "need", "independence", "scope"}))
def test_no_term_of_an_entrustment_is_left_open(served_office: ServedOffice, case: str, field: str) -> None:
    """The fault stands at the field and nobody is asked."""
    answers = {name: value for name, value in (ASKED | DATA).items() if name != field}
    refused = take(served_office.visitor(APPROVER), case, "open-entrustment", **answers)
    assert list(refused["errors"]) == [field]
    assert served_office.office.rows(Entrustment, complaint_id=case) == []


def test_data_is_not_handed_over_for_a_time_that_is_past(served_office: ServedOffice, case: str) -> None:
    answers = {**ASKED, **DATA, "data_until": "2026-09-01"}
    refused = take(served_office.visitor(APPROVER), case, "open-entrustment", **answers)
    assert list(refused["errors"]) == ["data_until"]


def test_the_name_of_the_complainant_leaves_with_no_term(served_office: ServedOffice) -> None:
    """R109: what a person wrote into the terms is cut like the scope."""
    office = served_office.office
    case = office.file(address=secrets.token_hex(8), name="欧阳慧敏", phone="199-0000-8123").complaint_id
    accept(office, case)
    told = {**DATA, "data_items": "欧阳慧敏的申请表", "data_purpose": "核对欧阳慧敏的签名"}
    entrust(served_office, case, **ASKED, **told)
    row = row_of(served_office, case)
    sheet = served_office.visitor(APPROVER).get(f"/cases/{case}/entrustments/{row.id}/sheet").text
    assert "的申请表" in sheet
    assert "欧阳慧敏" not in sheet


def test_an_independent_appraisal_has_its_evaluation_form_and_answers_to_objections(
    served_office: ServedOffice, case: str
) -> None:
    """R41: 第三方评估/鉴定 when an independent third party is needed; both sides may object, each with an answer."""
    independent = {**NO_DATA, **APPRAISED, "independence": "依法登记的司法鉴定机构，与双方无关"}
    entrust(served_office, case, **independent)
    bring_report(served_office, case)
    points = [{"point": "运笔", "result": "不同"}, {"point": "字形", "result": "相近"}]
    follow(served_office, case, "evaluation", experts="鉴定人甲", qualification="文书鉴定资格", points=points)
    for side, text in (("complainant", "样本不全"), ("respondent", "应当重新取样")):
        follow(served_office, case, "objection", side=side, objected_on="2026-09-07", objection_text=text)
    first = served_office.office.rows(ReportObjection, complaint_id=case, no=1)[0]
    answer = {"objection": first.id, "objection_result": "stands", "answer_text": "样本三份，符合规范"}
    follow(served_office, case, "objection_answer", **answer)
    page = "".join(page_of(served_office, case).split())
    for word in ("需要独立第三方", "依法登记的司法鉴定机构", "鉴定人甲（文书鉴定资格）", "运笔：不同"):
        assert word in page, word
    assert "异议第1项投诉人提出2026-09-07样本不全报告维持2026-09-07" in page
    assert "样本三份，符合规范" in page
    assert "异议第2项被投诉方提出2026-09-07应当重新取样尚未" in page
    refused = follow(served_office, case, "objection_answer", **answer)
    assert list(refused["errors"]) == ["objection"]


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        ("objection", {"side": "complainant", "objected_on": "2026-09-07", "objection_text": "样本不全"}),
        ("evaluation", {"experts": "甲", "qualification": "乙", "points": [{"point": "丙", "result": "丁"}]}),
        (
            "data_ended",
            {"data_ended_how": "returned", "data_ended_on": "2026-09-07", "data_ended_proof": "无"},
        ),
    ],
)
def test_nothing_follows_what_is_not_there(
    served_office: ServedOffice, case: str, step: str, answers: dict[str, object]
) -> None:
    """No objection and no evaluation before the report, no end of data that nobody handed over."""
    entrust(served_office, case, **NO_DATA | APPRAISED)
    refused = follow(served_office, case, step, **answers)
    assert list(refused["errors"]) == ["entrustment_id"]


def test_a_form_of_an_earlier_version_asks_for_no_terms_and_is_still_taken(office: FullOffice) -> None:
    """What it does not ask stays open on the record, not made up."""
    case = office.file().complaint_id
    accept(office, case)
    fields = [
        {"type": "textfield", "key": key, "id": f"Field_{key}", "validate": {"required": True}}
        for key in ("to", "scope")
    ]
    with office.unit_of_work() as unit:
        unit.session.add(
            DeployedForm(
                form_key="1open-entrustment",
                form_id="open-entrustment",
                version=1,
                schema_json={"components": fields},
                seen_at=office.clock.now(),
            )
        )
    act(office, case, "open-entrustment", APPROVER, to="X-DSJ", scope="固定日志")
    row = office.rows(Entrustment)[0]
    assert (row.scope, row.need, row.hands_data, row.data_items) == ("固定日志", None, None, None)
    assert len(office.rows(TrailEvent, kind="entrustment.opened")) == 1
    assert office.rows(Complaint)[0].id == case
