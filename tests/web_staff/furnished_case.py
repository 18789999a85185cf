"""One case with something of everything that a step can decide on, and an open task of each shipped form in it.

Rows stand in the database as they would after the acts that make them; nobody works on the tasks, they are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from bpmn.names import FormId
from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.review import Review
from models.beside.supervision import Supervision
from models.beside.withdrawal import Withdrawal
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind
from models.case.matter import Matter
from models.case.proposal import Proposal
from models.case.return_visit import ReturnVisit
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.approval_codes import ProposalState
from models.ground.codes import (
    EntrustmentKind,
    FollowUp,
    Method,
    RectificationKind,
    RecusalSubject,
    ReferralKind,
    ReferralRole,
    RequestedSide,
)
from models.ground.ids import new_id
from services.evidence.incoming_file import IncomingFile
from services.tasks.registry import TASKS
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.unit.services.projected_task import ACCEPT, add_task, walk_to
from tests.web.pages import photo

# The instance that every task of `add_task` belongs to.
INSTANCE = "1"
WORDED = ("窗口收件与公布的办事指南不一致", "窗口多要一份证明，未说明依据")
RECORD = "调取了九月三日的收件登记，多收一份证明"
REPLY = "窗口误用旧清单，已当日改正"
WHY_LONGER = "须向市档案馆调取旧卷"
WHY_WITHDRAWN = "问题当场解决，不再追究"
SAID_OF_THE_ANSWER = "答复没有回应第二项"
ORDER = "当日撤下旧清单并培训窗口人员"
REPORT = "清单已撤，培训已办"
NOTE = "请核实收件清单"
OBJECTION = "不属本单位职责"
WHY_AWAY = "与窗口人员是亲属"
WHY_REVIEW = "对第二项的答复不服"
WHY_LATE = "系统升级"
SCOPE = "鉴定收据真伪"
PICTURE = "窗口多收的证明.jpg"
UNIT = "RS"


@dataclass(frozen=True)
class FurnishedCase:
    """Keys of the tasks by form."""

    complaint_id: str
    number: str
    tasks: Mapping[str, str]


def furnish_case(office: FullOffice, address: str, **fields: object) -> FurnishedCase:
    """A case answered once, with a record, a statement, requests of each kind and tasks of all forms."""
    picture = IncomingFile(PICTURE, "image/jpeg", BytesIO(photo()))
    filed = office.file(picture, address=address, **fields)
    walk_to(office, filed.complaint_id, "record-return-visit")
    with office.unit_of_work() as unit:
        _word(filed.complaint_id, unit)
        _investigate(filed.complaint_id, unit)
        _ask(filed.complaint_id, unit)
        _propose(filed.complaint_id, unit)
        entrustment = _entrust(filed.complaint_id, unit)
    tasks = {task.form: add_task(office, filed.complaint_id, task.form) for task in TASKS.values()}
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Task, tasks[FormId.APPROVE_ENTRUSTMENT])
        row.details = {**row.details, "entrustment_id": entrustment}
        unit.session.get_one(Task, tasks[FormId.RECORD_INVESTIGATION_ACT]).details = {"method": "documents"}
    return FurnishedCase(filed.complaint_id, filed.number, tasks)


def _word(complaint_id: str, unit: Unit) -> None:
    matters = unit.session.query(Matter).filter_by(complaint_id=complaint_id).order_by(Matter.no)
    for matter, words in zip(matters, WORDED, strict=True):
        matter.text, matter.is_reworded = words, True
        matter.occurred, matter.place = "9月3日下午", "C03窗口"


def _investigate(complaint_id: str, unit: Unit) -> None:
    now = unit.clock.now()
    record = InvestigationAct(
        id=new_id(), complaint_id=complaint_id, round=1, method=Method.DOCUMENTS, record_text=RECORD
    )
    record.done_at, record.by = now, "xun.wenshi"
    asked = RespondentRequest(**_request(complaint_id, unit), unit_code=UNIT, questions="请说明当日收件情况")
    asked.window_ends_at = now + timedelta(days=5)
    asked.reply_text, asked.replied_by, asked.replied_at = REPLY, "ren.shebao", now
    visit = ReturnVisit(complaint_id=complaint_id, round=1, attempt=1, reached=True, satisfaction=2)
    visit.comment, visit.follow_up = SAID_OF_THE_ANSWER, FollowUp.REDO
    visit.visited_by, visit.visited_at = "hui.fangyi", now
    unit.session.add_all((record, asked, visit))


def _ask(complaint_id: str, unit: Unit) -> None:
    """One open request of each kind that a task works on."""
    now = unit.clock.now()
    clock = unit.session.query(Clock).filter_by(complaint_id=complaint_id, kind=ClockKind.RESOLVE).one()
    told = _request(complaint_id, unit)
    unit.session.add_all(
        (
            Extension(
                **told | {"id": new_id()},
                reason=WHY_LONGER,
                amount=5,
                unit="wd",
                extended_clock_id=clock.id,
                old_due_at=clock.due_at,
                new_due_at=clock.due_at + timedelta(days=7),
            ),
            Supervision(
                **told | {"id": new_id()},
                late_clock_id=clock.id,
                is_automatic=True,
                explanation=WHY_LATE,
                measures="加班办理",
                explained_by="xun.wenshi",
                explained_at=now,
            ),
            Withdrawal(
                **told | {"id": new_id()}, reason=WHY_WITHDRAWN, requested_side=RequestedSide.COMPLAINANT
            ),
            Rectification(
                **told | {"id": new_id()},
                unit_code=UNIT,
                kind=RectificationKind.RECTIFY,
                what=ORDER,
                report_text=REPORT,
            ),
            Recusal(
                **told | {"id": new_id()},
                who_kind=RecusalSubject.STAFF,
                who="xun.wenshi",
                reason=WHY_AWAY,
                requested_side=RequestedSide.STAFF,
            ),
            Review(**told | {"id": new_id()}, reason=WHY_REVIEW, requested_side=RequestedSide.COMPLAINANT),
            DisciplinaryTransfer(**told | {"id": new_id()}, matter_nos=[1], receipt="回执〔2026〕3号"),
            Referral(
                **told | {"id": new_id()},
                kind=ReferralKind.ASSIGN,
                role=ReferralRole.LEAD,
                unit_code=UNIT,
                matter_nos=[1, 2],
                note=NOTE,
                objection=OBJECTION,
                needs_result=True,
            ),
        )
    )


def _propose(complaint_id: str, unit: Unit) -> None:
    matters = [{"no": no, "text": words, **ACCEPT} for no, words in enumerate(WORDED, 1)]
    for form in (FormId.DECIDE_ACCEPTANCE, FormId.SETTLE_ON_SPOT):
        unit.session.add(
            Proposal(
                id=new_id(),
                complaint_id=complaint_id,
                form_id=form,
                round=1,
                kinds=["refusal"],
                answers={"matters": matters, "note": NOTE},
                subjects={},
                state=ProposalState.OPEN,
                by="wen.rusheng",
                at=unit.clock.now(),
            )
        )


def _entrust(complaint_id: str, unit: Unit) -> str:
    row = Entrustment(
        **_request(complaint_id, unit), kind=EntrustmentKind.APPRAISAL, to_unit=UNIT, scope=SCOPE
    )
    row.limit_wd, row.window_ends_at = 5, unit.clock.now() + timedelta(days=7)
    unit.session.add(row)
    return row.id


def _request(complaint_id: str, unit: Unit) -> dict[str, object]:
    return {
        "id": new_id(),
        "complaint_id": complaint_id,
        "no": 1,
        "round": 1,
        "requested_by": "xun.wenshi",
        "requested_at": unit.clock.now(),
        "process_instance_key": INSTANCE,
    }
