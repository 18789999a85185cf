"""Every kind of letter of a case with something of everything: what it must say, to whom it goes, that it names nobody."""

from __future__ import annotations

import pytest

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.extension import Extension
from models.beside.recusal import Recusal
from models.beside.review import Review
from models.beside.side_request import SideRequest
from models.beside.supplement_request import SupplementRequest
from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup
from models.case.interim_answer import InterimAnswer
from models.case.investigation_act import InvestigationAct
from models.case.letter import CaseLetter
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.case.return_visit import ReturnVisit
from models.ground.codes import (
    MatterDecision,
    Method,
    NonAcceptGround,
    RecusalOutcome,
    RequestedSide,
    ReviewOutcome,
)
from models.ground.ids import new_id
from models.ground.letter_codes import LetterReaders
from services.actor import Actor
from services.case.report_upward import UpwardReport, mark_for_report, record_report
from services.letters.draft import LetterOf, Stamp, compose, write_draft
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.kinds import KINDS
from services.letters.open_letter import OwnLetter, open_letter, open_own_letter
from services.unit_of_work import Unit
from services.views.progress import FindProgress, find_progress
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.web.letter_words import words_of
from tests.web_staff.furnished_case import (
    NOTE,
    ORDER,
    RECORD,
    SCOPE,
    UNIT,
    WHY_LONGER,
    WORDED,
    furnish_case,
)

CLERK, ADDRESS = "wen.rusheng", "https://tousu.example.cn/"
NAME, PHONE = "岳知行", "0000-8800-0001"
TOLD, CLEAR, WHY = "认定：不属实。", "经依法调查，上述事项不属实。", "与本件没有利害关系"
DECIDED = "复查认为第二项理由不足"
SEEN, ASKED, HANDED, HEARD = "三号窗口无人值守", "当日系统停用", "叫号记录", "回访时说已经办好"
STATEMENT, HAZARD = "窗口排队系统正在检修", "扬言在大厅聚集"
# What must stand in each besides its title, and how its reader is called.
SAYS: dict[str, tuple[str, ...]] = {
    "acceptance_notice": ("尊敬的投诉人：", WORDED[0], "办结期限：最迟", "申请回避"),
    "refusal_notice": ("尊敬的投诉人：", "正在司法审理中", "云河市临江区人民法院", "30日内"),
    "merger_notice": ("尊敬的投诉人：", "YH-2026-000099", "合并办理"),
    "group_notice": ("尊敬的投诉人：", STATEMENT, "不超过5人", "现有代表1人", "张贴公告"),
    "referral_notice": ("尊敬的投诉人：", "云河市人力资源和社会保障局（驻厅）", "转告您"),
    "supplement_notice": ("尊敬的投诉人：", "收据原件", "停止计算", "按现有材料作出决定"),
    "extension_notice": ("尊敬的投诉人：", WHY_LONGER, "原定办结期限", "延长后的办结期限"),
    "recusal_notice": ("尊敬的投诉人：", "不予回避", WHY),
    "interim_answer": ("尊敬的投诉人：", "第一项已经办结", "第二项尚在核实"),
    "answer": ("尊敬的投诉人：", "调查认定", "处理决定", "申请复查"),
    "review_decision": ("尊敬的投诉人：", "变更原答复", DECIDED, "属实", "不再受理同一事项"),
    "withdrawal_confirmation": ("尊敬的投诉人：", "真实意愿", "终止办理"),
    "referral_sheet": ("云河市人力资源和社会保障局（驻厅）：", WORDED[0], NOTE, "须书面反馈", "保密"),
    "statement_notice": (
        "云河市人力资源和社会保障局（驻厅）：",
        WORDED[1],
        "请说明当日收件情况",
        "陈述和申辩",
    ),
    "finding_notice": ("云河市人力资源和社会保障局（驻厅）：", "认定结果告知如下"),
    "clarification": ("云河市人力资源和社会保障局（驻厅）：", CLEAR),
    "rectification_notice": ("云河市人力资源和社会保障局（驻厅）：", ORDER, "书面报送整改情况"),
    "supervision_sheet": ("：", "督办的原因", "已于2026-09-14 17:00届满", "书面说明原因"),
    "entrustment_letter": ("云河市人力资源和社会保障局（驻厅）：", SCOPE, "独立、客观"),
    "delivery_slip": ("受理告知书", "云政服受告〔2026〕9号", "收件人（签名或盖章）", "收到的日期"),
    "emergency_report": ("云河市信访局：", HAZARD, WORDED[0], "第二十五条", "报告时间"),
    "termination_notice": ("云河市人力资源和社会保障局（驻厅）：", "投诉人提出撤回", "终止办理", "打击报复"),
    "interview_record": (
        "钱窗口（知情人）",
        "核对笔录",
        ASKED,
        "被询问人（签名）",
        "荀问实（调查岗）、查分明（调查岗）",
    ),
    "site_record": ("一楼大厅", "当班人员两名", SEEN, "照片2张", "在场人员（签名）"),
    "collection_list": (HANDED, "书证", "复制件", "调取单号D-7", "提供人（签名或盖章）"),
    "opening_record": (
        "拆出的材料投诉",
        "温如声（受理岗）、简登记",
        "开箱（拆封）人员",
        "开箱（拆封）人（签名）",
    ),
    "visit_record": (HEARD, "不满意", "要求重新办理", "电话", "回访人员（签名）"),
    "clue_transfer": ("云河市人力资源和社会保障局（驻厅）：", WORDED[0], "由你单位依法决定"),
}


@pytest.fixture
def case(office: FullOffice) -> Complaint:
    """Furnished, with a matter decided in every way and everything that was asked decided."""
    key = furnish_case(office, "198.51.103.40", name=NAME, phone=PHONE)
    with office.unit_of_work() as unit:
        _add_letter(key.complaint_id, "acceptance_notice", unit)
        _decide(key.complaint_id, unit)
        _end_requests(key.complaint_id, unit)
        _add_what_is_told(key.complaint_id, unit)
        _lead_a_group(key.complaint_id, unit)
        _record_for_signature(key.complaint_id, unit)
        _report_upward(key.complaint_id, unit, office.actor("zong.lanyun"))
    (complaint,) = office.rows(Complaint, id=key.complaint_id)
    assert isinstance(complaint, Complaint)
    return complaint


def _add_letter(complaint_id: str, kind: str, unit: Unit) -> None:
    now = unit.clock.now()
    row = CaseLetter(
        id=new_id(), complaint_id=complaint_id, kind=kind, subject="round-1", readers=KINDS[kind].readers
    )
    row.worded_by = row.frozen_by = CLERK
    row.worded_at = row.frozen_at = now
    row.number, row.dated = f"云政服{KINDS[kind].mark}〔2026〕9号", now.date()
    row.content = {"title": KINDS[kind].title, "salutation": "尊敬的投诉人："}
    unit.session.add(row)


def _decide(complaint_id: str, unit: Unit) -> None:
    ways = (
        (
            MatterDecision.REFUSE,
            {"nonaccept_ground": NonAcceptGround.IN_TRIAL, "right_place": "云河市临江区人民法院"},
        ),
        (MatterDecision.MERGE, {"merged_into": "YH-2026-000099"}),
        (MatterDecision.REFER, {"referred_to": UNIT}),
    )
    for no, (decision, told) in enumerate(ways, start=3):
        unit.session.add(
            Matter(
                id=new_id(),
                complaint_id=complaint_id,
                no=no,
                text=f"{NAME}的第{no}项",
                decision=decision,
                **told,
            )
        )


def _end_requests(complaint_id: str, unit: Unit) -> None:
    now = unit.clock.now()

    def of(table: type[SideRequest]) -> SideRequest:
        return unit.session.query(table).filter_by(complaint_id=complaint_id).first()

    extension, withdrawal, recusal = of(Extension), of(Withdrawal), of(Recusal)
    extension.is_effective, extension.told_at, extension.told_text = True, now, WHY_LONGER
    withdrawal.is_confirmed, withdrawal.verified_at = True, now
    recusal.requested_side, recusal.outcome = RequestedSide.COMPLAINANT, RecusalOutcome.NOT_RECUSED
    recusal.decision_reason = WHY
    review = of(Review)
    review.outcome, review.opinion_text, review.decided_at = ReviewOutcome.CHANGED, DECIDED, now
    changed = {"no": 2, "text": WORDED[1], "first_finding": "not_substantiated", "finding": "substantiated"}
    changed |= {
        "first_adoption": None,
        "adoption": None,
        "first_disposals": [],
        "disposals": [],
        "reason": None,
    }
    review.matter_lines = [changed]
    of(DisciplinaryTransfer).to_unit = UNIT


def _add_what_is_told(complaint_id: str, unit: Unit) -> None:
    now = unit.clock.now()
    request = {"complaint_id": complaint_id, "no": 1, "round": 1, "requested_by": CLERK, "requested_at": now}
    told = ToldFinding(
        id=new_id(), complaint_id=complaint_id, no=1, round=1, unit_code=UNIT, matter_nos=[1], text=TOLD
    )
    told.made_by, told.made_at = CLERK, now
    note = SupportNote(id=new_id(), complaint_id=complaint_id, no=1, unit_code=UNIT, told_finding_id=told.id)
    note.matter_nos, note.text, note.issued_by, note.issued_at = [1], CLEAR, CLERK, now
    unit.session.add(told)
    unit.session.flush()
    unit.session.add_all(
        (
            note,
            SupplementRequest(id=new_id(), **request, items="收据原件", window_wd=5, window_ends_at=now),
            InterimAnswer(
                id=new_id(),
                complaint_id=complaint_id,
                round=1,
                no=1,
                answer_text=f"{NAME}：第一项已经办结",
                pending_text="第二项尚在核实",
                sent_at=now,
                given_by=CLERK,
            ),
        )
    )


def _lead_a_group(complaint_id: str, unit: Unit) -> None:
    group = ComplaintGroup(leading_id=complaint_id, name="排队", statement=STATEMENT, closing_share=80)
    group.opened_by, group.opened_at = CLERK, unit.clock.now()
    group.is_represented_by_leading, group.informing = True, "张贴公告"
    unit.session.add(group)


def _record_for_signature(complaint_id: str, unit: Unit) -> None:
    now = unit.clock.now()
    of_all = {"matter_nos": ["1"], "second_investigator": "cha.fenming"}
    asked = {"whom": "钱窗口", "whom_kind": "informed", "rights_told": True, "signature": "unsigned"}
    handed = {"slip_no": "D-7", "provider": "票务室", "item_title": HANDED, "item_kind": "documentary"}
    handed |= {"is_original": "copy", "item_count": 3}
    for method, text, told in (
        (Method.INTERVIEW, ASKED, asked),
        (Method.SITE, SEEN, {"photos": ["p1", "p2"]}),
        (Method.COLLECT, "随单复制", handed),
    ):
        act = InvestigationAct(
            id=new_id(), complaint_id=complaint_id, round=1, method=method, record_text=text
        )
        act.details, act.by = {**of_all, **told}, "xun.wenshi"
        act.began_at = act.done_at = act.recorded_at = now
        act.place, act.persons = "一楼大厅", "当班人员两名"
        unit.session.add(act)
    visit = unit.session.query(ReturnVisit).filter_by(complaint_id=complaint_id).one()
    visit.way, visit.comment = "phone", HEARD
    receipt = unit.session.query(Receipt).filter_by(complaint_id=complaint_id).one()
    receipt.opened_by_first, receipt.opened_by_second = CLERK, "jian.dengji"


def _report_upward(complaint_id: str, unit: Unit, actor: Actor) -> None:
    complaint = unit.session.get_one(Complaint, complaint_id)
    mark_for_report(f"{NAME}{HAZARD}", complaint, unit, actor)
    record_report(UpwardReport("云河市信访局", "phone"), complaint, unit, actor)


def subject_of(complaint: Complaint, kind: str, office: FullOffice) -> str:
    with office.unit_of_work().reading() as unit:
        return KINDS[kind].list_subjects(unit.session.get_one(Complaint, complaint.id), unit)[0]


def test_every_kind_has_what_it_must_say() -> None:
    assert sorted(SAYS) == sorted(KINDS)
    marks = [kind.mark for kind in KINDS.values() if kind.mark is not None]
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("kind", SAYS)
def test_a_letter_says_what_it_must_and_names_nobody(office: FullOffice, case: Complaint, kind: str) -> None:
    """As it is on paper: the page is laid out and read back."""
    subject = subject_of(case, kind, office)
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, case.id)
        draft = write_draft(complaint, LetterOf(KINDS[kind], subject), unit)
        letter = compose(draft, Stamp("云政服〔2026〕1号", complaint.number, ADDRESS), unit)
        words = words_of(unit.ports.press.print(letter))
    is_signed = KINDS[kind].readers is LetterReaders.RECORD
    assert is_signed is ("（此处盖章）" not in words)
    expected = [KINDS[kind].title, "云河市政务服务中心", *SAYS[kind]]
    assert [part for part in expected if "".join(part.split()) not in words] == []
    assert [own for own in (NAME, PHONE) if own in words] == []
    assert RECORD not in words


@pytest.mark.parametrize("kind", SAYS)
def test_at_the_query_code_stands_what_is_for_the_complainant_alone(office: FullOffice, kind: str) -> None:
    """What goes to a unit, a respondent or an authority is nobody else's."""
    filed = office.file(name=NAME, phone=PHONE)
    accept(office, filed.complaint_id)
    with office.unit_of_work() as unit:
        _add_letter(filed.complaint_id, kind, unit)
    found = find_progress(
        FindProgress(filed.number, filed.query_code), office.unit_of_work(), office.actor(CLERK)
    )
    assert found is not None
    is_his = KINDS[kind].readers.is_at_query_code
    assert [line.title for line in found.letters] == ([KINDS[kind].title] if is_his else [])


def test_a_letter_to_a_unit_is_frozen_and_opened_by_the_office_alone(office: FullOffice) -> None:
    key = furnish_case(office, "198.51.103.41", name=NAME, phone=PHONE)
    (complaint,) = office.rows(Complaint, id=key.complaint_id)
    subject = subject_of(complaint, "referral_sheet", office)
    command = FreezeLetter(complaint.id, "referral_sheet", subject, {}, 0, ADDRESS)
    letter_id = freeze_letter(command, office.unit_of_work(), office.actor(CLERK))
    page = open_letter(letter_id, office.unit_of_work(), office.actor(CLERK))
    assert page.name == "转办（交办）单-云政服转〔2026〕1号.pdf"
    own = OwnLetter(complaint.number, "000000000000", letter_id)
    assert open_own_letter(own, office.unit_of_work(), office.actor(CLERK)) is None
