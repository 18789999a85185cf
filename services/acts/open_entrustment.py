"""Act `open-entrustment`: an investigation or an appraisal by a body outside is proposed, and sent once it is approved."""

from datetime import date

from sqlalchemy import select

from bpmn.names import ActId, InvestigationElement
from models.beside.entrustment import Entrustment
from models.case.lifecycle import RequestState, Stage
from models.case.task import Task
from models.ground.approval_codes import ApprovalKind
from models.ground.codes import EntrustmentKind, Role
from models.ground.entrustment_codes import DataEnd, EntrustmentNeed
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.entrustment.open_entrustment import (
    DEFAULT_LIMIT_WD,
    NOT_INVESTIGATED,
    OpenEntrustment,
    find_approval_bar,
    open_entrustment,
)
from services.beside.entrustment.terms import DataTerms, EntrustmentTerms
from services.beside.entrustment.waiting import ENTRUSTMENT_ID
from services.beside.sheets.leaving import Leaving, LeavingPart
from services.case.earlier_diagram import find_diagram_bar
from services.forms.task_case import Answers, text_of
from services.identity.cut_identity import cut_identity
from services.office.people_names import get_person_name
from services.office.unit_options import OUTSIDE_KINDS, get_unit_name, list_unit_options
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.tasks.extract import OF_THE_FILE, OF_THE_INVESTIGATION, Extract

HANDED_OVER = "yes"
WAITS = "待批准，尚未送出，时限照常计算。"
NOT_DRAWN = (
    "待批准，而本件的流程图没有开出“审批委托”（UserTask_ApproveEntrustment）的任务，无人可批准。"
    "请流程管理员恢复该步骤并发布，再由监督人员先“终止本次办理”、后“继续办理”。"
)
TERMS = frozenset(
    {
        *("need", "independence", "hands_data"),
        *("data_items", "data_purpose", "data_until", "data_afterwards", "confidentiality"),
    }
)
# Of the data that is handed over, what is written freely and leaves.
DATA_PARTS = ("data_items", "data_purpose", "confidentiality")


def context(case: ActCase) -> Answers:
    """The authorities and bodies outside; what was sent back last stands in the form, with why, and that one waits."""
    return {"outside_options": list_unit_options(case.unit, kinds=OUTSIDE_KINDS), **_show_returned(case)}


def _show_returned(case: ActCase) -> Answers:
    last = case.unit.session.scalars(
        select(Entrustment)
        .where(Entrustment.complaint_id == case.complaint.id, Entrustment.round == case.complaint.round)
        .order_by(Entrustment.no.desc())
        .limit(1)
    ).first()
    if last is not None and last.awaits_approval and last.state is RequestState.OPEN:
        return {"sent_back_note": WAITS if _is_task_there(last, case) else NOT_DRAWN}
    if last is None or last.is_approved is not False:
        return {}
    by = get_person_name(last.decided_by, case.unit) if last.decided_by else ""
    return {
        "sent_back_note": f"由{by}退回：{last.comment or ''}",
        "kind": last.kind.value,
        "to": last.to_unit,
        "scope": last.scope,
        "limit_wd": last.limit_wd,
        "pauses_clock": last.pauses_clock,
        **_show_terms(last),
    }


def _is_task_there(row: Entrustment, case: ActCase) -> bool:
    details = case.unit.session.scalars(
        select(Task.details).where(
            Task.complaint_id == row.complaint_id,
            Task.element_id == InvestigationElement.USER_TASK_APPROVE_ENTRUSTMENT.value,
        )
    )
    return any(kept.get(ENTRUSTMENT_ID) == row.id for kept in details)


def _show_terms(row: Entrustment) -> Answers:
    if row.hands_data is None:
        return {}
    return {
        "need": None if row.need is None else row.need.value,
        "independence": row.independence,
        "hands_data": HANDED_OVER if row.hands_data else "no",
        "data_items": row.data_items,
        "data_purpose": row.data_purpose,
        "data_until": None if row.data_until is None else row.data_until.isoformat(),
        "data_afterwards": None if row.data_afterwards is None else row.data_afterwards.value,
        "confidentiality": row.confidentiality,
    }


def why_not(case: ActCase) -> str | None:
    """NOT_INVESTIGATED outside the investigation, EARLIER_DIAGRAM in one that waits for none.

    ENTRUSTMENT_STEP_MISSING in one that draws no approval, where a policy asks for it.
    """
    if case.complaint.stage is not Stage.INVESTIGATION:
        return NOT_INVESTIGATED
    if code := find_diagram_bar(ENTRUSTMENT, case.complaint, case.unit):
        return code
    return find_approval_bar((ApprovalKind.ENTRUSTMENT,), case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Propose it; sent, and the clock stopped where it is to stand still, from the approval, or at once where none is due."""
    limit_wd = answers.get("limit_wd")
    command = OpenEntrustment(
        kind=EntrustmentKind(text_of(answers, "kind") or EntrustmentKind.ENTRUSTED.value),
        to_unit=text_of(answers, "to"),
        scope=text_of(answers, "scope"),
        limit_wd=int(limit_wd) if isinstance(limit_wd, int | float) else DEFAULT_LIMIT_WD,
        pauses_clock=answers.get("pauses_clock") is True,
        terms=_terms_of(answers) if "hands_data" in case.asked else None,
        decided=case.decided,
    )
    row = open_entrustment(command, case.complaint, case.unit, case.actor)
    return {"entrustment_id": row.id}


def _terms_of(answers: Answers) -> EntrustmentTerms:
    need, afterwards = text_of(answers, "need"), text_of(answers, "data_afterwards")
    until = text_of(answers, "data_until")
    data = DataTerms(
        text_of(answers, "data_items"),
        text_of(answers, "data_purpose"),
        date.fromisoformat(until) if until else None,
        DataEnd(afterwards) if afterwards else None,
        text_of(answers, "confidentiality"),
    )
    is_handed = text_of(answers, "hands_data") == HANDED_OVER
    return EntrustmentTerms(
        EntrustmentNeed(need) if need else None,
        text_of(answers, "independence"),
        data if is_handed else None,
    )


def leaves(case: ActCase, answers: Answers) -> Leaving:
    """What is asked, and of data that is handed over what it is, what for and how it is kept; no sheet of matters goes along."""
    data = DATA_PARTS if text_of(answers, "hands_data") == HANDED_OVER else ()
    names = ["scope", *data]
    texts = cut_identity([text_of(answers, name) for name in names], case.complaint.id, case.unit)
    parts = (LeavingPart(name, text) for name, text in zip(names, texts, strict=True) if text.strip())
    return Leaving(get_unit_name(text_of(answers, "to"), case.unit), tuple(parts))


ACT = Act(
    form=ActId.OPEN_ENTRUSTMENT,
    page_order=100,
    roles=frozenset({Role.APPROVER, Role.DIRECTOR}),
    handler_may=True,
    answers=frozenset({"kind", "to", "scope", "limit_wd", "pauses_clock", *TERMS}),
    required=frozenset({"scope", "to", *TERMS}),
    extract=(Extract.ASKED, *OF_THE_FILE, *OF_THE_INVESTIGATION),
    context=context,
    why_not=why_not,
    apply=apply,
    leaves=leaves,
)
