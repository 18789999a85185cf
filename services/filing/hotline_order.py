"""Notes that a complaint is a work order of the hotline, by the order's own number, whoever brought it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.hotline_order import ORDER_NUMBER_LENGTH, HotlineOrder
from models.ground.ids import new_id
from services.unit_of_work import Unit


def find_order(number: str, unit: Unit) -> HotlineOrder | None:
    """The order of this number, locked where the database locks rows; None for one that nobody has brought."""
    told = number.strip()[:ORDER_NUMBER_LENGTH]
    return unit.session.scalars(
        select(HotlineOrder).where(HotlineOrder.number == told).with_for_update()
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as somebody brought it; `fields` by the hotline's own columns."""

    number: str
    complaint_id: str
    fields: Mapping[str, object]
    assigned_at: datetime


def note_order(new: NewOrder, unit: Unit) -> HotlineOrder | None:
    """In the unit that files it; a known number stays with the complaint that it has, and one without a number is none."""
    number = new.number.strip()[:ORDER_NUMBER_LENGTH]
    if not number:
        return None
    if (known := find_order(number, unit)) is not None:
        return known
    order = HotlineOrder(
        id=new_id(),
        number=number,
        complaint_id=new.complaint_id,
        fields={name: str(value) for name, value in new.fields.items() if value is not None},
        assigned_at=new.assigned_at,
        told_at=unit.clock.now(),
    )
    unit.session.add(order)
    unit.session.flush()
    return order
