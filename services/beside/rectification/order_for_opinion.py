"""The orders that follow from an approved opinion: one per kind for the unit that the case is about."""

from sqlalchemy import select

from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.ground.codes import Disposal, RectificationKind
from models.office.staff import Staff
from services.actor import Actor, staff_id_of
from services.beside.rectification.order_rectification import (
    OrderRectification,
    find_owing_unit,
    order_rectification,
)
from services.beside.sheets.facts_sheet import facts_text, make_facts_sheet
from services.casefile.get_case import list_matters
from services.unit_of_work import Unit

KIND_OF_DISPOSAL = {
    Disposal.ORDER_RECTIFICATION: RectificationKind.RECTIFY,
    Disposal.IMPROVE_SERVICE: RectificationKind.IMPROVE,
}
# What a unit reads above the facts; an official order, not a page text.
HEADINGS = {
    RectificationKind.RECTIFY: "责令整改（第{numbers}项投诉事项）",
    RectificationKind.IMPROVE: "改进服务（第{numbers}项投诉事项）",
}


def order_for_opinion(complaint: Complaint, unit: Unit, actor: Actor) -> list[Rectification]:
    """Order what the matters of this round were decided to need; orders that stand already are not given twice.

    A case about no known unit, without handling unit and handler, is put right by the unit of who decided it.
    """
    owing = find_owing_unit(complaint, unit) or unit.session.get_one(Staff, staff_id_of(actor)).unit
    matters = list_matters(complaint.id, unit)
    orders = []
    for disposal, kind in KIND_OF_DISPOSAL.items():
        wanting = [matter for matter in matters if disposal in matter.disposals]
        if wanting and not _is_ordered(complaint, kind, owing, unit):
            what = _word(complaint, kind, wanting, unit)
            command = OrderRectification(owing, kind, what, matter_no=wanting[0].no)
            orders.append(order_rectification(command, complaint, unit, actor))
    return orders


def _is_ordered(complaint: Complaint, kind: RectificationKind, owing: str, unit: Unit) -> bool:
    standing = select(Rectification.id).where(
        Rectification.complaint_id == complaint.id,
        Rectification.round == complaint.round,
        Rectification.kind == kind,
        Rectification.unit_code == owing,
    )
    return unit.session.scalars(standing.limit(1)).first() is not None


def _word(complaint: Complaint, kind: RectificationKind, matters: list[Matter], unit: Unit) -> str:
    """The order's words: numbers always, facts by the disclosure level, never an identity."""
    numbers = tuple(matter.no for matter in matters)
    heading = HEADINGS[kind].format(numbers="、".join(str(number) for number in numbers))
    facts = facts_text(make_facts_sheet(complaint, numbers, unit))
    return f"{heading}\n{facts}".strip()
