"""A furnished case with something of everything that a letter or a record tells of."""

from __future__ import annotations

from datetime import date

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.extension import Extension
from models.beside.recusal import Recusal
from models.beside.refused_review import RefusedReview
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
from services.actor import Actor
from services.case.report_upward import UpwardReport, mark_for_report, record_report
from services.letters.kinds import KINDS
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.web_staff.furnished_case import (
    UNIT,
    WHY_LONGER,
    WORDED,
    furnish_case,
)

CLERK = "wen.rusheng"
NAME, PHONE = "岳知行", "0000-8800-0001"
# All that is filed of a person, and the words in which staff wrote it into the file.
IDENTITY = {
    "name": NAME,
    "phone": PHONE,
    "organisation": "临江知行测绘社",
    "id_number": "110101199003074417",
    "email": "yue-8800@example.cn",
    "postal_address": "云河市临江区测绘里88号",
}
WHO = "，".join(IDENTITY.values())
TOLD, CLEAR, WHY = "认定：不属实。", "经依法调查，上述事项不属实。", "与本件没有利害关系"
DECIDED = "复查认为第二项理由不足"
SEEN, ASKED, HANDED, HEARD = "三号窗口无人值守", "当日系统停用", "叫号记录", "回访时说已经办好"
STATEMENT, HAZARD = "窗口排队系统正在检修", "扬言在大厅聚集"


def letter_case(office: FullOffice) -> Complaint:
    """Furnished, with a matter decided in every way and everything that was asked decided."""
    key = furnish_case(office, "198.51.103.40", **IDENTITY)
    with office.unit_of_work() as unit:
        add_letter(key.complaint_id, "acceptance_notice", unit)
        _decide(key.complaint_id, unit)
        _end_requests(key.complaint_id, unit)
        _add_what_is_told(key.complaint_id, unit)
        _lead_a_group(key.complaint_id, unit)
        _record_for_signature(key.complaint_id, unit)
        _report_upward(key.complaint_id, unit, office.actor("zong.lanyun"))
    (complaint,) = office.rows(Complaint, id=key.complaint_id)
    assert isinstance(complaint, Complaint)
    return complaint


def add_letter(complaint_id: str, kind: str, unit: Unit) -> None:
    """A frozen letter of this kind."""
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
                text=f"{WHO}的第{no}项",
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
    _refuse_a_review(complaint_id, unit)


def _refuse_a_review(complaint_id: str, unit: Unit) -> None:
    now = unit.clock.now()
    row = RefusedReview(id=new_id(), complaint_id=complaint_id, round=1, bar="REVIEW_TOO_LATE", times=1)
    row.reason, row.requested_by, row.requested_at, row.last_asked_at = WHY, "citizen", now, now
    row.told_on, row.last_day = date(2026, 7, 4), date(2026, 8, 3)
    unit.session.add(row)


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
                answer_text=f"{WHO}：第一项已经办结",
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
    visit.way, visit.comment = "phone", f"{WHO}：{HEARD}"
    receipt = unit.session.query(Receipt).filter_by(complaint_id=complaint_id).one()
    receipt.opened_by_first, receipt.opened_by_second = CLERK, "jian.dengji"


def _report_upward(complaint_id: str, unit: Unit, actor: Actor) -> None:
    complaint = unit.session.get_one(Complaint, complaint_id)
    mark_for_report(f"{WHO}，{HAZARD}", complaint, unit, actor)
    record_report(UpwardReport("云河市信访局", "phone"), complaint, unit, actor)
