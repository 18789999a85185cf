"""The orders that follow from an approved opinion: one per kind for each unit that its matters are about."""

from sqlalchemy import select

from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.ground.basis_codes import BasisUse
from models.ground.codes import Disposal, RectificationKind
from models.office.legal_basis import LegalBasis
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor, staff_id_of
from services.beside.rectification.order_rectification import (
    OrderRectification,
    find_owing_unit,
    order_rectification,
)
from services.beside.sheets.sent_sheet import Draft, preview
from services.casefile.cite_bases import CHOSEN, list_cited, subject_of_matter
from services.casefile.get_case import list_matters
from services.forms.task_case import Answers, texts_of
from services.office.legal_bases import list_bases_in_force, word_bases
from services.requests.kinds.rectification import RECTIFICATION
from services.unit_of_work import Unit

KIND_OF_DISPOSAL = {
    Disposal.ORDER_RECTIFICATION: RectificationKind.RECTIFY,
    Disposal.IMPROVE_SERVICE: RectificationKind.IMPROVE,
}
# What is asked of a unit, beside the sheet of its matters; an official order, not a page text.
ORDERS = {
    RectificationKind.RECTIFY: "责令整改（第{numbers}项投诉事项）：请纠正所列问题，在期限内报送整改情况和证明材料。",
    RectificationKind.IMPROVE: "改进服务（第{numbers}项投诉事项）：请查明原因，在期限内报送改进措施和负责人。",
}


def order_for_opinion(complaint: Complaint, unit: Unit, actor: Actor) -> list[Rectification]:
    """Order what the matters of this round were decided to need; orders that stand already are not given twice.

    A case about no known unit, without handling unit and handler, is put right by the unit of who decided it.
    """
    return [
        order_rectification(command, complaint, unit, actor)
        for command in _list_orders(complaint, unit, actor)
    ]


def preview_orders(complaint: Complaint, unit: Unit, actor: Actor) -> str:
    """What leaves with these orders, for who is about to approve them; empty when there are none."""
    orders = []
    for command in _list_orders(complaint, unit, actor):
        name = unit.session.get_one(OrganisationUnit, command.unit_code).name
        basis = word_bases(
            [unit.session.get_one(LegalBasis, row_id) for row_id in texts_of(command.basis, CHOSEN)]
        )
        draft = Draft(RECTIFICATION.name, actor.name, command.matter_nos, basis or None)
        shown = preview(draft, complaint, unit)
        told = (f"责任单位：{name}", command.what, str(shown["sheet"]), str(shown["sheet_warning"]))
        orders.append("\n".join(part for part in told if part))
    return "\n\n".join(orders)


def _list_orders(complaint: Complaint, unit: Unit, actor: Actor) -> list[OrderRectification]:
    own = unit.session.get_one(Staff, staff_id_of(actor)).unit
    matters = list_matters(complaint.id, unit)
    owing = {matter.no: find_owing_unit(complaint, unit, matter_no=matter.no) or own for matter in matters}
    orders = []
    for disposal, kind in KIND_OF_DISPOSAL.items():
        wanting = [matter.no for matter in matters if disposal in matter.disposals]
        for code in dict.fromkeys(owing[number] for number in wanting):
            if _is_ordered(complaint, kind, code, unit):
                continue
            numbers = tuple(number for number in wanting if owing[number] == code)
            what = ORDERS[kind].format(numbers="、".join(str(number) for number in numbers))
            basis = _bases_of(complaint, numbers, unit)
            orders.append(OrderRectification(code, kind, what, matter_nos=numbers, basis=basis))
    return orders


def _bases_of(complaint: Complaint, numbers: tuple[int, ...], unit: Unit) -> Answers:
    """What the opinion rests on and an order may too: of the register alone, words of a person do not leave with it."""
    may_order = {row.id for row in list_bases_in_force(BasisUse.ORDER, unit)}
    cited = [
        row.id
        for number in numbers
        for row in list_cited(BasisUse.OPINION, subject_of_matter(number), complaint, unit)
        if row.id in may_order
    ]
    return {CHOSEN: list(dict.fromkeys(cited))}


def _is_ordered(complaint: Complaint, kind: RectificationKind, owing: str, unit: Unit) -> bool:
    standing = select(Rectification.id).where(
        Rectification.complaint_id == complaint.id,
        Rectification.round == complaint.round,
        Rectification.kind == kind,
        Rectification.unit_code == owing,
    )
    return unit.session.scalars(standing.limit(1)).first() is not None
