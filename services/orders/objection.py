"""派单异议: an order that is not ours goes back to the hotline with reason and basis, once and within its limit."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.hotline_order import HotlineOrder
from models.case.lifecycle import FileEntryKind, Stage
from models.case.order_return import OrderObjection, OrderReturn
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.ground.order_codes import ObjectionOutcome, ReturnKind
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.casefile.add_entry import NewEntry, add_entry
from services.casefile.get_case import get_complaint
from services.clocks.office_ladder import load_ladder
from services.clocks.time_limits import get_policy_by_key
from services.identity.cut_identity import cut_own_values
from services.unit_of_work import Unit, UnitOfWork

# The limit of a unit's objection to what was referred to it; the hotline gives the centre the same.
LIMIT = "referral_objection"
LONGEST = 2_000
TOO_LATE, MADE, NOT_MADE, SETTLED, CASE_ARCHIVED = (
    "ORDER_OBJECTION_TOO_LATE",
    "ORDER_OBJECTION_MADE",
    "ORDER_OBJECTION_NOT_MADE",
    "ORDER_OBJECTION_SETTLED",
    "CASE_ARCHIVED",
)
_SUBJECT = "1"
_OUTCOMES = {
    ObjectionOutcome.TAKEN_BACK: "热线已收回工单，改派其他单位。请以不属本中心管辖为由作出不予受理决定。",
    ObjectionOutcome.RETURNED: "热线不同意派单异议，工单仍由本中心办理。",
}


@dataclass(frozen=True, slots=True)
class ObjectToOrder:
    """Why it is not ours, and by which provision or list of duties."""

    order_id: str
    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class SettleObjection:
    """What the hotline said, in its words."""

    order_id: str
    outcome: ObjectionOutcome
    note: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order with its objection; `bar` is the code of what stands against making one now."""

    order_id: str
    number: str
    complaint_id: str
    case: str
    assigned_at: datetime
    due_at: datetime | None
    object_until: datetime
    bar: str | None
    objection: OrderObjection | None
    is_handed_over: bool


def read_order(order_id: str, unit_of_work: UnitOfWork, actor: Actor) -> OrderPage:
    """NotPermitted for who registers no complaints; NotFound for an order whose case the person may not read."""
    with unit_of_work.reading() as unit:
        order, complaint = _find(order_id, unit, actor)
        objection = unit.session.get(OrderObjection, order.id)
        returned = None if objection is None else _find_return(order.id, unit)
        return OrderPage(
            order_id=order.id,
            number=order.number,
            complaint_id=complaint.id,
            case=complaint.number,
            assigned_at=order.assigned_at,
            due_at=complaint.channel_due_at,
            object_until=object_until(order.assigned_at, unit),
            bar=_find_bar(order, complaint, objection, unit),
            objection=objection,
            is_handed_over=returned is not None and returned.taken_at is not None,
        )


def object_to_order(command: ObjectToOrder, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """It is handed to the hotline with the next file. InvalidInput by field; Conflict with the code of what is against it."""
    reason, basis = command.reason.strip(), command.basis.strip()
    if faults := _faults({"reason": reason, "basis": basis}):
        raise InvalidInput(faults)
    login = require_role(actor, Role.INTAKE)
    with unit_of_work as unit:
        order, complaint = _find(command.order_id, unit, actor, lock=True)
        if bar := _find_bar(order, complaint, unit.session.get(OrderObjection, order.id), unit):
            raise Conflict(code=bar)
        now = unit.clock.now()
        unit.session.add(OrderObjection(order_id=order.id, reason=reason, basis=basis, by=login, at=now))
        # What leaves names nobody, as an answer or an extension does; the file keeps the words as they were typed.
        told_reason, told_basis = cut_own_values([reason, basis], complaint.id, unit)
        content = {"result": "请求改派", "text": f"理由：{told_reason}\n依据：{told_basis}"}
        told = OrderReturn(
            id=new_id(),
            order_id=order.id,
            kind=ReturnKind.OBJECTION,
            subject=_SUBJECT,
            at=now,
            content=content,
        )
        unit.session.add(told)
        words = f"向12345热线提出派单异议。理由：{reason} 依据：{basis}"
        add_entry(NewEntry(complaint.id, FileEntryKind.NOTE, words, login), unit)
        unit.trail.add(complaint.id, "order.objected", {"order_id": order.id}, actor)


def settle_objection(command: SettleObjection, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """What the hotline said, once; the case ends by its own decisions. InvalidInput on `note`; Conflict where none is open."""
    note = command.note.strip()
    if faults := _faults({"note": note}):
        raise InvalidInput(faults)
    login = require_role(actor, Role.INTAKE)
    with unit_of_work as unit:
        order, complaint = _find(command.order_id, unit, actor, lock=True)
        objection = unit.session.get(OrderObjection, order.id, with_for_update=True)
        if objection is None:
            raise Conflict(code=NOT_MADE)
        if objection.outcome is not None:
            raise Conflict(code=SETTLED)
        objection.outcome, objection.outcome_note = command.outcome, note
        objection.outcome_by, objection.outcome_at = login, unit.clock.now()
        words = f"{_OUTCOMES[command.outcome]}热线的说明：{note}"
        add_entry(NewEntry(complaint.id, FileEntryKind.NOTE, words, login), unit)
        payload = {"order_id": order.id, "outcome": command.outcome.value}
        unit.trail.add(complaint.id, "order.objection_settled", payload, actor)


def last_day_to_object(assigned_at: datetime, unit: Unit) -> date:
    """The last workday of the limit."""
    day = beijing_date(assigned_at)
    days = get_policy_by_key(unit.session, LIMIT, None, day).amount
    return load_ladder(unit.session).calendar.add_workdays(day, days)


def object_until(assigned_at: datetime, unit: Unit) -> datetime:
    """The opening of the office on the workday after the last day on which an objection may be made."""
    ladder = load_ladder(unit.session)
    return ladder.hours.opening(ladder.calendar.next_workday(last_day_to_object(assigned_at, unit)))


def _find(order_id: str, unit: Unit, actor: Actor, *, lock: bool = False) -> tuple[HotlineOrder, Complaint]:
    require_role(actor, Role.INTAKE)
    order = unit.session.get(HotlineOrder, order_id)
    if order is None:
        raise NotFound
    complaint = (
        get_complaint(order.complaint_id, unit)
        if lock
        else unit.session.get_one(Complaint, order.complaint_id)
    )
    if not may_read_case(complaint, unit, actor):
        raise NotFound
    return order, complaint


def _find_bar(
    order: HotlineOrder, complaint: Complaint, objection: OrderObjection | None, unit: Unit
) -> str | None:
    if objection is not None:
        return MADE
    if complaint.stage is Stage.ARCHIVED:
        return CASE_ARCHIVED
    return TOO_LATE if unit.clock.now() >= object_until(order.assigned_at, unit) else None


def _find_return(order_id: str, unit: Unit) -> OrderReturn | None:
    return unit.session.scalars(
        select(OrderReturn).where(OrderReturn.order_id == order_id, OrderReturn.kind == ReturnKind.OBJECTION)
    ).one_or_none()


def _faults(told: dict[str, str]) -> dict[str, str]:
    return {
        name: "TOO_LONG" if text else "REQUIRED"
        for name, text in told.items()
        if not 1 <= len(text) <= LONGEST
    }
