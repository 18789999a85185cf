"""The orders that follow from an approved opinion: one per kind for each unit that its matters are about."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.case.disposal import MatterDisposal
from models.clock.legal_time import beijing_date
from models.ground.basis_codes import BasisUse
from models.ground.codes import Disposal, RectificationKind
from models.ground.errors import InvalidInput
from models.office.legal_basis import LegalBasis
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor, staff_id_of
from services.beside.rectification.order_rectification import (
    LONGEST_LIMIT_WD,
    OrderRectification,
    find_owing_unit,
    order_rectification,
)
from services.beside.sheets.sent_sheet import Draft, preview
from services.casefile.cite_bases import CHOSEN, list_cited, subject_of_matter
from services.casefile.get_case import list_matters
from services.casefile.matter_disposals import list_disposals
from services.forms.task_case import Answers, texts_of
from services.office.legal_bases import list_bases_in_force, word_bases
from services.office.load_calendar import load_calendar
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


@dataclass(frozen=True, slots=True)
class Need:
    """What the matters of these numbers were decided to need; `due_on` is the day that the decider sets."""

    disposal: Disposal
    matter_nos: tuple[int, ...]
    due_on: date | None = None


def order_for_matters(need: Need, complaint: Complaint, unit: Unit, actor: Actor) -> list[Rectification]:
    """Order what these matters alone were decided to need, whatever has been ordered for others before.

    Of the unit that the disposal names, with what it requires; InvalidInput on `orders_due_on` as for an opinion.
    """
    own, kind = unit.session.get_one(Staff, staff_id_of(actor)).unit, KIND_OF_DISPOSAL[need.disposal]
    due_wd = _count_until(need.due_on, unit)
    kept = {row.matter_no: row for row in _list_kept(complaint, unit) if row.kind is need.disposal}
    for row in kept.values():
        if row.matter_no in need.matter_nos and row.kind is Disposal.ORDER_RECTIFICATION:
            row.due_on = need.due_on or row.due_on
    owing = {no: find_owing_unit(complaint, unit, matter_no=no) or own for no in need.matter_nos}
    owing |= {no: row.unit_code for no, row in kept.items() if no in owing and row.unit_code}
    orders = []
    for code in dict.fromkeys(owing.values()):
        numbers = tuple(no for no, owes in owing.items() if owes == code)
        said = [kept[no].what or "" for no in numbers if no in kept and kept[no].what]
        what = "\n".join([ORDERS[kind].format(numbers="、".join(str(no) for no in numbers)), *said])
        basis = _bases_of(complaint, numbers, unit)
        command = OrderRectification(code, kind, what, matter_nos=numbers, basis=basis, due_wd=due_wd)
        orders.append(order_rectification(command, complaint, unit, actor))
    return orders


def order_for_opinion(
    complaint: Complaint, unit: Unit, actor: Actor, *, due_on: date | None = None
) -> list[Rectification]:
    """Order what the matters of this round were decided to need; orders that stand already are not given twice.

    A case about no known unit, without handling unit and handler, is put right by the unit of who decided it. `due_on` is
    the day that the approver sets, else the limit of the office counts. InvalidInput on `orders_due_on` for a day that has
    come, or is too far away.
    """
    due_wd = _count_until(due_on, unit)
    for row in _list_kept(complaint, unit):
        if due_on is not None and row.kind is Disposal.ORDER_RECTIFICATION:
            row.due_on = due_on
    return [
        order_rectification(replace(command, due_wd=due_wd), complaint, unit, actor)
        for command in _list_orders(complaint, unit, actor)
    ]


def _count_until(day: date | None, unit: Unit) -> int | None:
    """The working days through this one, which are counted no further than such a limit may be long."""
    if day is None:
        return None
    calendar, today = load_calendar(unit.session), beijing_date(unit.clock.now())
    last = calendar.add_workdays(today, LONGEST_LIMIT_WD)
    if day > last:
        raise InvalidInput({"orders_due_on": "DAY_TOO_LATE"}, facts={"orders_due_on": {"until": last}})
    left = calendar.count_workdays(today, day)
    if left < 1:
        raise InvalidInput({"orders_due_on": "TOO_SMALL"})
    return left


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
    about = {matter.no: find_owing_unit(complaint, unit, matter_no=matter.no) or own for matter in matters}
    kept = {(row.matter_no, row.kind): row for row in _list_kept(complaint, unit)}
    orders = []
    for disposal, kind in KIND_OF_DISPOSAL.items():
        wanting = [matter.no for matter in matters if disposal in matter.disposals]
        chosen = {no: row.unit_code for no in wanting if (row := kept.get((no, disposal))) and row.unit_code}
        owing = about | chosen
        for code in dict.fromkeys(owing[number] for number in wanting):
            if _is_ordered(complaint, kind, code, unit):
                continue
            numbers = tuple(number for number in wanting if owing[number] == code)
            said = [row.what for no in numbers if (row := kept.get((no, disposal))) and row.what]
            what = "\n".join([ORDERS[kind].format(numbers="、".join(str(no) for no in numbers)), *said])
            basis = _bases_of(complaint, numbers, unit)
            orders.append(OrderRectification(code, kind, what, matter_nos=numbers, basis=basis))
    return orders


def _list_kept(complaint: Complaint, unit: Unit) -> list[MatterDisposal]:
    return list_disposals(complaint.id, unit, round_no=complaint.round)


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
