"""Lists for citizens as who words and decides them reads them: in force, waiting, decided."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from models.ground.checklist_codes import ChecklistState
from models.office.item_checklist import ItemChecklist
from models.office.service_item import ServiceItem
from services.actor import Actor, require_role
from services.office.item_checklists import find_in_force
from services.office.people_names import map_people_names
from services.openness.decide_checklist import DECIDERS
from services.openness.propose_checklist import WORDERS, find_waiting, require_item
from services.unit_of_work import Unit, UnitOfWork

NEWEST = 50


@dataclass(frozen=True, slots=True)
class ChecklistRegister:
    """By item: the number in force, and those that wait for a second person."""

    numbers: Mapping[str, int]
    waiting: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChecklistDesk:
    """One item with all that was said: `item` is None for the general list; `rows` the newest of the others first."""

    item: ServiceItem | None
    current: ItemChecklist | None
    waiting: ItemChecklist | None
    rows: tuple[ItemChecklist, ...]
    names: Mapping[str, str]
    may_propose: bool
    may_decide: bool
    may_withdraw: bool


def list_checklists(unit_of_work: UnitOfWork, actor: Actor) -> ChecklistRegister:
    """For who words or decides; NotPermitted for others."""
    require_role(actor, *WORDERS, *DECIDERS)
    in_force = and_(ItemChecklist.state == ChecklistState.APPROVED, ItemChecklist.ended_at.is_(None))
    with unit_of_work.reading() as unit:
        rows = unit.session.execute(
            select(ItemChecklist.item, ItemChecklist.no, ItemChecklist.state).where(
                or_(ItemChecklist.state == ChecklistState.OPEN, in_force)
            )
        ).all()
    return ChecklistRegister(
        {item: no for item, no, state in rows if state is ChecklistState.APPROVED and no is not None},
        frozenset(item for item, _, state in rows if state is ChecklistState.OPEN),
    )


def read_checklist_desk(item: str, unit_of_work: UnitOfWork, actor: Actor) -> ChecklistDesk:
    """One item's; NotFound for one that is not offered."""
    login = require_role(actor, *WORDERS, *DECIDERS)
    with unit_of_work.reading() as unit:
        row = require_item(item, unit)
        current, waiting = find_in_force(item, unit), find_waiting(item, unit)
        is_own = waiting is not None and waiting.by == login
        return ChecklistDesk(
            item=row,
            current=current,
            waiting=waiting,
            rows=_list_others(item, unit),
            names=map_people_names(unit),
            may_propose=waiting is None and bool(actor.roles.intersection(WORDERS)),
            may_decide=waiting is not None and not is_own and bool(actor.roles.intersection(DECIDERS)),
            may_withdraw=is_own,
        )


def _list_others(item: str, unit: Unit) -> tuple[ItemChecklist, ...]:
    """What was decided, but what is in force."""
    rows = unit.session.scalars(
        select(ItemChecklist)
        .where(ItemChecklist.item == item, ItemChecklist.state != ChecklistState.OPEN)
        .order_by(ItemChecklist.at.desc(), ItemChecklist.id)
        .limit(NEWEST)
    )
    return tuple(row for row in rows if row.state is not ChecklistState.APPROVED or row.ended_at is not None)
