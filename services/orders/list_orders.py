"""The work orders that the person may read the cases of, the last told first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from models.case.complaint import Complaint
from models.case.hotline_order import HotlineOrder
from models.case.lifecycle import Stage
from models.case.order_return import OrderObjection
from models.ground.codes import Role
from models.ground.order_codes import ObjectionOutcome
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order with where its case stands."""

    id: str
    number: str
    complaint_id: str
    case: str
    stage: Stage
    assigned_at: datetime
    due_at: datetime | None
    times_urged: int
    has_objection: bool
    outcome: ObjectionOutcome | None


def list_orders(text: str, page: int, unit_of_work: UnitOfWork, actor: Actor) -> Page[OrderLine]:
    """A page of them; `text` is any part of the number of the order or of the case."""
    require_role(actor, Role.INTAKE)
    with unit_of_work.reading() as unit:
        query = (
            select(HotlineOrder, Complaint, OrderObjection)
            .join(Complaint, Complaint.id == HotlineOrder.complaint_id)
            .outerjoin(OrderObjection, OrderObjection.order_id == HotlineOrder.id)
            .where(*list_readable_conditions(CaseFilter(), unit, actor))
            .order_by(HotlineOrder.told_at.desc(), HotlineOrder.id)
        )
        if told := text.strip():
            query = query.where(
                or_(
                    HotlineOrder.number.contains(told, autoescape=True),
                    Complaint.number.contains(told.upper(), autoescape=True),
                )
            )
        found = read_counted(query, PageAsked(page), unit)
        lines = tuple(_line(order, case, objection) for order, case, objection in found.rows)
        return Page(lines, found.number, found.total, found.has_more)


def _line(order: HotlineOrder, case: Complaint, objection: OrderObjection | None) -> OrderLine:
    return OrderLine(
        id=order.id,
        number=order.number,
        complaint_id=case.id,
        case=case.number,
        stage=case.stage,
        assigned_at=order.assigned_at,
        due_at=case.channel_due_at,
        times_urged=case.times_urged,
        has_objection=objection is not None,
        outcome=None if objection is None else objection.outcome,
    )
