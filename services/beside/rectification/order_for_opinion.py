"""The orders that follow from an approved opinion: one per kind for each unit that its matters are about."""

from collections.abc import Mapping
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
from models.ground.left_words import UNDECIDED, Decisions
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
class OrderTerms:
    """`due_on` is the day that the decider sets, else the limit of the office counts; `decided`: of words about third persons."""

    due_on: date | None = None
    decided: Decisions = UNDECIDED


AS_THE_OFFICE_HAS_IT = OrderTerms()


@dataclass(frozen=True, slots=True)
class Need:
    """What the matters of these numbers were decided to need."""

    disposal: Disposal
    matter_nos: tuple[int, ...]
    terms: OrderTerms = AS_THE_OFFICE_HAS_IT


@dataclass(frozen=True, slots=True)
class Wanting:
    """Matters by number that need an order of this kind, each with what is said of it; None where nobody said anything."""

    disposal: Disposal
    said: Mapping[int, MatterDisposal | None]


def order_for_matters(need: Need, complaint: Complaint, unit: Unit, actor: Actor) -> list[Rectification]:
    """Order what these matters alone were decided to need, whatever has been ordered for others before.

    Of the unit that the disposal names, with what it requires; InvalidInput on `orders_due_on` as for an opinion.
    """
    due_on = need.terms.due_on
    due_wd = _count_until(due_on, unit)
    kept = {row.matter_no: row for row in _list_kept(complaint, unit) if row.kind is need.disposal}
    for row in kept.values():
        if row.matter_no in need.matter_nos and row.kind is Disposal.ORDER_RECTIFICATION:
            row.due_on = due_on or row.due_on
    wanting = Wanting(need.disposal, {no: kept.get(no) for no in need.matter_nos})
    return [
        order_rectification(
            replace(command, due_wd=due_wd, decided=need.terms.decided), complaint, unit, actor
        )
        for command in plan_orders(wanting, complaint, unit, actor)
    ]


def order_for_opinion(
    complaint: Complaint, unit: Unit, actor: Actor, terms: OrderTerms = AS_THE_OFFICE_HAS_IT
) -> list[Rectification]:
    """Order what the matters of this round were decided to need; orders that stand already are not given twice.

    A case about no known unit, without handling unit and handler, is put right by the unit of who decided it.
    InvalidInput on `orders_due_on` for a day that has come, or is too far away.
    """
    due_wd = _count_until(terms.due_on, unit)
    for row in _list_kept(complaint, unit):
        if terms.due_on is not None and row.kind is Disposal.ORDER_RECTIFICATION:
            row.due_on = terms.due_on
    return [
        order_rectification(replace(command, due_wd=due_wd, decided=terms.decided), complaint, unit, actor)
        for command in list_orders(complaint, unit, actor)
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
    for command in list_orders(complaint, unit, actor):
        name = unit.session.get_one(OrganisationUnit, command.unit_code).name
        basis = word_bases(
            [unit.session.get_one(LegalBasis, row_id) for row_id in texts_of(command.basis, CHOSEN)]
        )
        draft = Draft(RECTIFICATION.name, actor.name, command.matter_nos, basis or None)
        shown = preview(draft, complaint, unit)
        told = (f"责任单位：{name}", command.what, str(shown["sheet"]), str(shown["sheet_warning"]))
        orders.append("\n".join(part for part in told if part))
    return "\n\n".join(orders)


def list_orders(complaint: Complaint, unit: Unit, actor: Actor) -> list[OrderRectification]:
    """What is ordered when this opinion is approved now: nothing that stands already."""
    kept = {(row.matter_no, row.kind): row for row in _list_kept(complaint, unit)}
    matters = list_matters(complaint.id, unit)
    return [
        order
        for disposal in KIND_OF_DISPOSAL
        for order in plan_new_orders(
            Wanting(
                disposal,
                {
                    matter.no: kept.get((matter.no, disposal))
                    for matter in matters
                    if disposal in matter.disposals
                },
            ),
            complaint,
            unit,
            actor,
        )
    ]


def plan_new_orders(
    wanting: Wanting, complaint: Complaint, unit: Unit, actor: Actor
) -> list[OrderRectification]:
    """As `plan_orders`, without those of units that were ordered something of this kind in this round."""
    kind = KIND_OF_DISPOSAL[wanting.disposal]
    orders = plan_orders(wanting, complaint, unit, actor)
    return [order for order in orders if not _is_ordered(complaint, kind, order.unit_code, unit)]


def plan_orders(wanting: Wanting, complaint: Complaint, unit: Unit, actor: Actor) -> list[OrderRectification]:
    """One for each unit that owes something, with what it owes; nothing is ordered yet."""
    own, kind = unit.session.get_one(Staff, staff_id_of(actor)).unit, KIND_OF_DISPOSAL[wanting.disposal]
    named = {no: row.unit_code for no, row in wanting.said.items() if row is not None and row.unit_code}
    owing = {
        no: named.get(no) or find_owing_unit(complaint, unit, matter_no=no) or own for no in wanting.said
    }
    orders = []
    for code in dict.fromkeys(owing.values()):
        numbers = tuple(no for no, owes in owing.items() if owes == code)
        said = [row.what for no in numbers if (row := wanting.said[no]) is not None and row.what]
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
