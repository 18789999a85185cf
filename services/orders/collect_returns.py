"""The workers' step that finds what the hotline was not told of its orders: decisions on acceptance, more time, answers."""

from collections.abc import Callable, Mapping, Sequence

import structlog
from sqlalchemy import ColumnElement, String, and_, cast, select

from models.beside.extension import Extension
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.hotline_order import HotlineOrder
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from models.case.order_return import OrderReturn
from models.clock.clock import Clock
from models.clock.legal_time import word_moment
from models.ground.away import AWAY
from models.ground.base import JsonObject
from models.ground.codes import MatterDecision
from models.ground.ids import new_id
from models.ground.order_codes import ReturnKind
from services.answer.answer_wording import GROUNDS
from services.casefile.get_case import get_complaint, list_matters
from services.casefile.standing import is_bounded
from services.identity.cut_identity import cut_own_values
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
_ANSWERED, _EXTENDED = "已答复", "延期"


def collect_returns_step(make_unit: UnitFactory) -> int:
    """Put down what is new, each thing once; returns how many were, without those that could not be."""
    return sum(_collect(kind, make_unit) for kind in _CONTENTS)


def _collect(kind: ReturnKind, make_unit: UnitFactory) -> int:
    done, looks, after = 0, 0, ""
    # Those behind twenty that nobody foresaw are reached in the same round.
    while done < FOUND_AT_ONCE and looks < MOST_LOOKS:
        with make_unit().reading() as unit:
            found = _list_new(kind, after, unit)
        if not found:
            break
        done += sum(_try(kind, order_id, subject, make_unit) for order_id, subject in found)
        looks, after = looks + 1, found[-1][0]
    return done


def _try(kind: ReturnKind, order_id: str, subject: str, make_unit: UnitFactory) -> bool:
    try:
        with make_unit() as unit:
            _put_down(kind, order_id, subject, unit)
    except AWAY:
        raise
    except Exception as fault:
        # One order that nobody foresaw must not stop the others.
        _log.warning("return_not_found", order_id=order_id, error_type=type(fault).__name__)
        return False
    return True


def _list_new(kind: ReturnKind, after: str, unit: Unit) -> Sequence[tuple[str, str]]:
    """Orders by id from the one `after` on, each with what was not told: a round, or the id of an extension."""
    table, subject, is_to_tell = _find_kind(kind)
    told = select(OrderReturn.id).where(
        OrderReturn.order_id == HotlineOrder.id, OrderReturn.kind == kind, OrderReturn.subject == subject
    )
    query = (
        select(HotlineOrder.id, subject)
        .join(Complaint, Complaint.id == HotlineOrder.complaint_id)
        .join(table, table.complaint_id == Complaint.id)
        .where(is_to_tell, ~told.exists(), HotlineOrder.id > after)
    )
    rows = unit.session.execute(query.order_by(HotlineOrder.id).limit(FOUND_AT_ONCE)).all()
    return [(order_id, told_of) for order_id, told_of in rows]


def _find_kind(
    kind: ReturnKind,
) -> tuple[type[Decision | Answer | Extension], ColumnElement[str], ColumnElement[bool]]:
    """Where it stands, what names it within its kind, and which of it the hotline is told."""
    if kind is ReturnKind.ACCEPTANCE:
        return Decision, cast(Decision.round, String), Decision.kind == DecisionKind.ACCEPTANCE
    if kind is ReturnKind.EXTENSION:
        # Once the limit has been met or has ended no new last day is news.
        runs = select(Clock.id).where(Clock.id == Extension.extended_clock_id, Clock.stopped_at.is_(None))
        return Extension, Extension.id.expression, and_(Extension.is_effective, runs.exists())
    # Of an earlier round nobody is told what a later one has replaced.
    is_newest = Answer.round == Complaint.round
    return Answer, cast(Answer.round, String), and_(Answer.published_at.is_not(None), is_newest)


def _put_down(kind: ReturnKind, order_id: str, subject: str, unit: Unit) -> None:
    order = unit.session.get_one(HotlineOrder, order_id)
    # The case first, as whoever objects locks it; the order then, so that two workers put down one return.
    complaint = get_complaint(order.complaint_id, unit)
    unit.session.refresh(order, with_for_update=True)
    known = select(OrderReturn.id).where(
        OrderReturn.order_id == order_id, OrderReturn.kind == kind, OrderReturn.subject == subject
    )
    if unit.session.scalars(known).first() is not None:
        return
    content = _CONTENTS[kind](complaint, subject, unit)
    row = OrderReturn(
        id=new_id(), order_id=order_id, kind=kind, subject=subject, at=unit.clock.now(), content=content
    )
    unit.session.add(row)


def _acceptance(complaint: Complaint, _round: str, unit: Unit) -> JsonObject:
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


def _extension(complaint: Complaint, extension_id: str, unit: Unit) -> JsonObject:
    """The new last day, and why as the complainant was told; of whose matter it is not no words leave."""
    row = unit.session.get_one(Extension, extension_id)
    if row.new_due_at is None:  # none is listed before it has effect
        raise LookupError(extension_id)
    lines = [
        f"原定办结期限：{word_moment(row.old_due_at)}",
        f"延长后的办结期限：{word_moment(row.new_due_at)}",
    ]
    if not is_bounded(complaint.id, unit):
        (reason,) = cut_own_values([row.told_text or row.reason], complaint.id, unit)
        lines.append(f"理由：{reason}")
    return {"result": _EXTENDED, "text": "\n".join(lines)}


def _answer(complaint: Complaint, _round: str, unit: Unit) -> JsonObject:
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


_CONTENTS: Mapping[ReturnKind, Callable[[Complaint, str, Unit], JsonObject]] = {
    ReturnKind.ACCEPTANCE: _acceptance,
    ReturnKind.EXTENSION: _extension,
    ReturnKind.ANSWER: _answer,
}
