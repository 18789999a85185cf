"""The acts of side requests through their own door: who may, why not, the form, the record and the effect."""

from __future__ import annotations

import pytest

from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.case.file_entry import FileEntry
from models.case.lifecycle import RequestState, Stage
from models.case.task_record import TaskRecord
from models.clock.legal_time import as_iso
from models.ground.codes import RectificationKind, ReferralKind
from models.ground.errors import InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ground.evidence_codes import EvidenceKind
from models.ground.ids import new_id
from services.acts.asked_of_unit import NOTHING_ASKED
from services.acts.get_act_page import get_act_page
from services.acts.list_unit_cases import UnitCase, list_unit_cases
from services.acts.report_fact import NOTHING_TOLD
from services.acts.take_act import TakeAct, TakenAct, take_act
from services.requests.kinds import KINDS
from services.requests.open_request import NewRequest, open_request
from tests.entrusted import NO_DATA
from tests.let_out import let_out
from tests.unit.services.test_lapse import own_columns
from tests.unit.side_requests.side_case import SideCase


def take(case: SideCase, act: str, login: str, **answers: object) -> TakenAct:
    command = TakeAct(case.complaint_id, act, answers)
    return take_act(command, case.office.unit_of_work(), case.office.actor(login))


def page_of(case: SideCase, act: str, login: str) -> dict[str, object]:
    page = get_act_page(case.complaint_id, act, case.office.unit_of_work(), case.office.actor(login))
    assert page.why_not is None
    return page.data


def refer_outside(case: SideCase) -> str:
    taken = take(case, "open-referral", "wen.rusheng", unit="X-DL", needs_result=True, matter_nos=["2"])
    return taken.references["referral_id"]


def test_referral_is_opened_and_its_answers_registered_by_staff(case: SideCase) -> None:
    """R35: paper receipt of a unit outside: signed, then the result."""
    referral_id = refer_outside(case)
    row = case.one(Referral)
    assert (row.id, row.kind, row.matter_nos) == (referral_id, ReferralKind.TRANSFER, [2])
    assert len(case.messages("complaint.referral-opened")) == 1
    options = page_of(case, "register-referral-answer", "wen.rusheng")["open_referrals"]
    assert options == [{"label": f"{case.number}-R1（云河市东岭区政务服务中心）", "value": referral_id}]
    register = "register-referral-answer"
    take(case, register, "wen.rusheng", referral_id=referral_id, answer="signed")
    take(case, register, "wen.rusheng", referral_id=referral_id, answer="result", text="已批评并公布顶岗表")
    row = case.one(Referral)
    assert (row.state, row.signed_by) == (RequestState.ANSWERED, "wen.rusheng")
    records = case.office.rows(TaskRecord, complaint_id=case.complaint_id, form_id=register)
    assert len(records) == 2


def test_matters_of_a_referral_are_named_by_number(case: SideCase) -> None:
    """UX-18: matters are ticked, never typed; an unknown number is marked on the field."""
    with pytest.raises(InvalidInput) as refused:
        take(case, "open-referral", "wen.rusheng", unit="RS", matter_nos=["1", "7"])
    assert refused.value.errors == {"matter_nos": "NOT_AN_OPTION"}
    take(case, "open-referral", "wen.rusheng", unit="RS", matter_nos=["1", "2"], role="co")
    assert case.one(Referral).matter_nos == [1, 2]


def test_nothing_is_referred_after_the_opinion(case: SideCase) -> None:
    """No diagram would take it up."""
    with case.unit() as (_, complaint):
        complaint.stage = Stage.FEEDBACK
    with pytest.raises(RuleRefused) as refused:
        take(case, "open-referral", "wen.rusheng", unit="RS")
    assert refused.value.code == "STAGE_OVER"
    with pytest.raises(RuleRefused) as nothing:
        take(case, "register-referral-answer", "wen.rusheng", referral_id="x", answer="signed")
    assert nothing.value.code == "NOTHING_REFERRED"


def test_handler_asks_for_an_extension_and_others_do_not(case: SideCase) -> None:
    """By the handler or the approver; beyond the cap it is marked on the amount."""
    with pytest.raises(NotPermitted) as refused:
        take(case, "request-extension", "cha.fenming", reason="待查", amount=5)
    assert refused.value.code == "ROLE_MISSING"
    with pytest.raises(InvalidInput) as too_long:
        take(case, "request-extension", "xun.wenshi", reason="待查", amount=6)
    assert too_long.value.errors == {"amount": "TOO_LARGE"}
    take(case, "request-extension", "xun.wenshi", reason="待查", amount=5)
    assert case.one(Extension).requested_by == "xun.wenshi"
    with pytest.raises(RuleRefused) as open_one:
        take(case, "request-extension", "xun.wenshi", reason="再延", amount=1)
    assert open_one.value.code == "EXTENSION_OPEN"


def test_whoever_knows_of_a_bias_asks_for_a_recusal(case: SideCase) -> None:
    """R111: for another side too; not in an archived case."""
    answers = {"who_kind": "staff", "who": "xun.wenshi", "reason": "同学", "requested_side": "respondent"}
    take(case, "request-recusal", "ren.shebao", **answers)
    row = case.one(Recusal)
    assert (row.requested_by, row.requested_side.value) == ("ren.shebao", "respondent")
    with case.unit() as (_, complaint):
        complaint.stage = Stage.ARCHIVED
    for act in ("request-recusal", "open-supervision"):
        with pytest.raises(RuleRefused) as refused:
            take(case, act, "jian.rujing", **answers)
        assert refused.value.code == "CASE_ARCHIVED"


def test_supervisor_opens_a_supervision(case: SideCase) -> None:
    """S030: others may not."""
    with pytest.raises(NotPermitted):
        take(case, "open-supervision", "xun.wenshi", reason="超时")
    taken = take(case, "open-supervision", "du.daodi", reason="说明超时原因")
    assert taken.references == {"supervision_id": case.one(Supervision).id}


def test_improvement_is_ordered_after_the_archive_too(case: SideCase) -> None:
    """S056: the unit that the case is about is filled in; another may be named."""
    with case.unit() as (_, complaint):
        complaint.stage = Stage.ARCHIVED
    assert page_of(case, "order-rectification", "du.daodi")["unit"] == "RS"
    take(
        case,
        "order-rectification",
        "du.daodi",
        unit="YH-ZW",
        kind="improve",
        what="公示排班",
        due_wd=20,
        basis="本中心办法",
    )
    row = case.one(Rectification)
    assert (row.unit_code, row.kind, row.due_wd) == ("YH-ZW", RectificationKind.IMPROVE, 20)
    assert as_iso(case.clock("rectification").due_at) == "2026-10-10T17:00:00+08:00"


def test_respondent_replies_without_the_case_file(case: SideCase) -> None:
    """R109: the representative sees the questions and his own unit's request only."""
    taken = take(case, "ask-respondent", "xun.wenshi", unit="RS", questions="请说明9月3日收件情况")
    request_id = taken.references["respondent_request_id"]
    shown = page_of(case, "reply-as-respondent", "ren.shebao")
    assert shown["questions"] == "请说明9月3日收件情况"
    assert [option["value"] for option in shown["open_respondent_requests"]] == [request_id]  # type: ignore[attr-defined]  # the form's options
    answers = {"respondent_request_id": request_id, "reply_text": "窗口误用旧清单"}
    with pytest.raises(NotFound):
        take(case, "reply-as-respondent", "zhang.zhaoquan", **answers)
    take(case, "reply-as-respondent", "ren.shebao", **answers)
    assert case.one(RespondentRequest).replied_by == "ren.shebao"
    with pytest.raises(NotFound):
        take(case, "reply-as-respondent", "ren.shebao", **answers)


def test_unit_that_has_to_do_with_the_case_reports_a_fact(case: SideCase) -> None:
    """S022: kept on file beside what the unit was told; one that has nothing to do with it is told nothing."""
    with pytest.raises(NotFound):
        take(case, "report-fact", "zhang.zhaoquan", text="无关")
    assert page_of(case, "report-fact", "ren.shebao") == {"facts": NOTHING_TOLD}
    take(case, "ask-respondent", "xun.wenshi", unit="RS", questions="请说明9月3日收件情况")
    told = str(page_of(case, "report-fact", "ren.shebao")["facts"])
    assert told.startswith("1. ")
    assert "简一趟" not in told
    taken = take(case, "report-fact", "ren.shebao", text="已电话告知补办")
    entry = case.office.rows(FileEntry, id=taken.references["entry_id"])[0]
    assert (entry.by, entry.text) == ("ren.shebao", "已电话告知补办")


def test_a_unit_that_is_no_party_writes_once_it_was_called(case: SideCase) -> None:
    """ST-20: W12: his unit is no party, so that he is told of nothing; named as helping, what he writes is on file."""
    with pytest.raises(NotFound):
        take(case, "report-fact", "zhang.zhaoquan", text="自助打印机可设")
    assert case.office.rows(FileEntry, by="zhang.zhaoquan") == []
    called = {"lead_unit": "RS", "co_units": ["SJ"], "reason": "请对第2项提出书面意见"}
    take(case, "designate-unit", "wen.rusheng", **called)
    taken = take(case, "report-fact", "zhang.zhaoquan", text="自助打印机可设")
    entry = case.office.rows(FileEntry, id=taken.references["entry_id"])[0]
    assert (entry.by, entry.text) == ("zhang.zhaoquan", "自助打印机可设")


def test_representative_lists_the_cases_of_his_unit(case: SideCase) -> None:
    """R109: numbers and acts, no case file; nothing once archived."""

    def listed(login: str) -> list[UnitCase]:
        return list(list_unit_cases(case.office.unit_of_work(), case.office.actor(login)))

    (own,) = listed("ren.shebao")
    assert (own.complaint_id, own.number, own.acts, own.asked) == (
        case.complaint_id,
        case.number,
        ("report-fact",),
        NOTHING_ASKED,
    )
    assert listed("zhang.zhaoquan") == []
    take(case, "correct-respondent", "xun.wenshi", step="add", unit="SJ", reason="同一事项也在该单位窗口办理")
    take(case, "ask-respondent", "xun.wenshi", unit="SJ", questions="请协助说明")
    assert "reply-as-respondent" in listed("zhang.zhaoquan")[0].acts
    with pytest.raises(NotPermitted):
        listed("wen.rusheng")
    with case.unit() as (_, complaint):
        complaint.stage = Stage.ARCHIVED
    assert listed("ren.shebao") == []


def test_report_on_paper_is_registered_by_staff(case: SideCase) -> None:
    """S047: an appraisal with stopped clock; its report is an item of evidence, which a finding can cite."""
    with pytest.raises(RuleRefused) as nothing:
        take(case, "register-entrustment-report", "xun.wenshi", entrustment_id="x", report_text="无")
    assert nothing.value.code == "NOTHING_ENTRUSTED"
    answers = {"kind": "appraisal", "to": "X-JDS", "scope": "笔迹鉴定", "pauses_clock": True, **NO_DATA}
    entrustment_id = take(case, "open-entrustment", "heng.gongyun", **answers).references["entrustment_id"]
    let_out(case.office, entrustment_id)
    take(
        case,
        "register-entrustment-report",
        "xun.wenshi",
        entrustment_id=entrustment_id,
        report_text="非同一人书写",
    )
    row = case.one(Entrustment)
    assert (row.state, row.limit_wd, row.reported_by) == (RequestState.ANSWERED, 10, "xun.wenshi")
    item = case.one(EvidenceItem)
    assert (item.no, item.kind, item.title) == (1, EvidenceKind.EXPERT_OPINION, "鉴定报告（W1）")


def test_review_is_asked_for_on_behalf_after_an_answer_only(case: SideCase) -> None:
    """No answer, nothing to review."""
    with pytest.raises(RuleRefused) as refused:
        take(case, "request-review", "wen.rusheng", reason="来信申请复查")
    assert refused.value.code == "NOT_ANSWERED"
    assert case.office.rows(Complaint, id=case.complaint_id)[0].stage is Stage.INVESTIGATION


@pytest.mark.parametrize("name", sorted(name for name, kind in KINDS.items() if kind.unit_column))
def test_a_unit_has_a_part_in_the_case_by_a_request_to_it(case: SideCase, name: str) -> None:
    """Whoever has to do with a case may say that somebody must keep away from it; others are not told of it."""
    kind, representative = KINDS[name], case.office.actor("zhang.zhaoquan")
    with pytest.raises(NotFound):
        get_act_page(case.complaint_id, "request-recusal", case.office.unit_of_work(), representative)
    assert kind.unit_column is not None
    row = kind.table(**{**own_columns(kind, new_id(), case.office), kind.unit_column: "SJ"})
    with case.unit() as (unit, complaint):
        open_request(NewRequest(kind, row), complaint, unit, case.office.actor("xun.wenshi"))
    page = get_act_page(case.complaint_id, "request-recusal", case.office.unit_of_work(), representative)
    assert page.why_not is None
