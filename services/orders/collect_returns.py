"""The workers' step that finds what the hotline has not been told of its orders: decisions on the acceptance, and answers."""

from collections.abc import Sequence

import structlog
from sqlalchemy import String, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.hotline_order import HotlineOrder
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from models.case.order_return import OrderReturn
from models.ground.away import AWAY
from models.ground.base import JsonObject
from models.ground.codes import MatterDecision
from models.ground.ids import new_id
from models.ground.order_codes import ReturnKind
from services.answer.answer_wording import GROUNDS
from services.casefile.get_case import get_complaint, list_matters
from services.casefile.standing import is_bounded
from services.unit_of_work import Unit, UnitFactory
from services.views.progress_answer import find_published_answer
from services.views.progress_bounded import bound_answer
from services.views.progress_cut import cut_answer

_log = structlog.get_logger(__name__)

FOUND_AT_ONCE = 20
# So many times twenty at a time, whatever is the matter with them.
MOST_LOOKS = 50
# In Chinese, as the hotline reads it.
_DECISIONS = {
    MatterDecision.ACCEPT: "受理",
    MatterDecision.REFUSE: "不予受理",
    MatterDecision.REFER: "转有关单位办理",
    MatterDecision.SETTLE_ON_SPOT: "现场办结",
    MatterDecision.CONSULTATION: "属咨询，已答复",
    MatterDecision.MERGE: "与已有投诉合并办理",
}
_ANSWERED = "已答复"


def collect_returns_step(make_unit: UnitFactory) -> int:
    """Put down what is new, each thing once; returns how many were, without those that could not be."""
    return sum(_collect(kind, make_unit) for kind in (ReturnKind.ACCEPTANCE, ReturnKind.ANSWER))


def _collect(kind: ReturnKind, make_unit: UnitFactory) -> int:
    done, looks, after = 0, 0, ""
    # Those behind twenty that nobody foresaw are reached in the same round.
    while done < FOUND_AT_ONCE and looks < MOST_LOOKS:
        with make_unit().reading() as unit:
            found = _list_new(kind, after, unit)
        if not found:
            break
        done += sum(_try(kind, order_id, round_no, make_unit) for order_id, round_no in found)
        looks, after = looks + 1, found[-1][0]
    return done


def _try(kind: ReturnKind, order_id: str, round_no: int, make_unit: UnitFactory) -> bool:
    try:
        with make_unit() as unit:
            _put_down(kind, order_id, round_no, unit)
    except AWAY:
        raise
    except Exception as fault:
        # One order that nobody foresaw must not stop the others.
        _log.warning("return_not_found", order_id=order_id, error_type=type(fault).__name__)
        return False
    return True


def _list_new(kind: ReturnKind, after: str, unit: Unit) -> Sequence[tuple[str, int]]:
    """Orders by id from the one `after` on, with the round of what was not told."""
    table = Decision if kind is ReturnKind.ACCEPTANCE else Answer
    round_no: InstrumentedAttribute[int] = table.round
    told = select(OrderReturn.id).where(
        OrderReturn.order_id == HotlineOrder.id,
        OrderReturn.kind == kind,
        OrderReturn.subject == cast(round_no, String),
    )
    query = select(HotlineOrder.id, round_no).join(table, table.complaint_id == HotlineOrder.complaint_id)
    query = query.where(~told.exists(), HotlineOrder.id > after)
    if kind is ReturnKind.ACCEPTANCE:
        query = query.where(Decision.kind == DecisionKind.ACCEPTANCE)
    else:
        # Of an earlier round nobody is told what a later one has replaced.
        query = query.join(Complaint, Complaint.id == HotlineOrder.complaint_id).where(
            Answer.published_at.is_not(None), Answer.round == Complaint.round
        )
    rows = unit.session.execute(query.order_by(HotlineOrder.id).limit(FOUND_AT_ONCE)).all()
    return [(order_id, number) for order_id, number in rows]


def _put_down(kind: ReturnKind, order_id: str, round_no: int, unit: Unit) -> None:
    order = unit.session.get_one(HotlineOrder, order_id)
    # The case first, as whoever objects locks it; the order then, so that two workers put down one return.
    complaint = get_complaint(order.complaint_id, unit)
    unit.session.refresh(order, with_for_update=True)
    subject = str(round_no)
    known = select(OrderReturn.id).where(
        OrderReturn.order_id == order_id, OrderReturn.kind == kind, OrderReturn.subject == subject
    )
    if unit.session.scalars(known).first() is not None:
        return
    content = _acceptance(complaint, unit) if kind is ReturnKind.ACCEPTANCE else _answer(complaint, unit)
    row = OrderReturn(
        id=new_id(), order_id=order_id, kind=kind, subject=subject, at=unit.clock.now(), content=content
    )
    unit.session.add(row)


def _acceptance(complaint: Complaint, unit: Unit) -> JsonObject:
    matters = [matter for matter in list_matters(complaint.id, unit) if matter.decision is not None]
    results = list(dict.fromkeys(_DECISIONS[matter.decision] for matter in matters if matter.decision))
    return {"result": "、".join(results), "text": "\n".join(filter(None, map(_say_refusal, matters)))}


def _say_refusal(matter: Matter) -> str:
    """Reason, basis and the right place, without the words of the complaint."""
    if matter.decision is not MatterDecision.REFUSE:
        return ""
    parts = [GROUNDS[matter.nonaccept_ground] if matter.nonaccept_ground else ""]
    parts.append(f"依据：{matter.basis}" if matter.basis else "")
    parts.append(f"可以向此处反映：{matter.right_place}" if matter.right_place else "")
    return f"事项{matter.no}：" + "；".join(filter(None, parts)) + "。"


def _answer(complaint: Complaint, unit: Unit) -> JsonObject:
    """As the complainant reads it at his query code."""
    answer = cut_answer(find_published_answer(complaint, unit), complaint.id, unit)
    if is_bounded(complaint.id, unit):
        answer = bound_answer(answer, complaint, unit)
    if answer is None:  # no round is listed before it is published
        raise LookupError(complaint.id)
    parts = (
        ("调查认定", answer.findings_text),
        ("处理决定", answer.decision_text),
        ("处理措施", answer.measures_text),
    )
    return {"result": _ANSWERED, "text": "\n".join(f"{name}：{text}" for name, text in parts if text.strip())}
