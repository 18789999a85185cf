"""What citizens are told to mind before they do business: what is in force, and how product and document enter theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from models.ground.checklist_codes import GENERAL, ChecklistPart, ChecklistState
from models.ground.codes import UnitKind
from models.ground.errors import NotFound
from models.ground.ids import new_id
from models.office.item_checklist import ItemChecklist
from models.office.service_item import ServiceItem
from models.office.unit import OrganisationUnit
from models.store.seeds import read_seed
from services.unit_of_work import Unit, UnitOfWork

SEED = "checklists"
MOST_LINES, LONGEST_LINE = 12, 200
# A page has so many items at most; more are found by words.
MOST_ITEMS = 400
LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part that has lines, by its code."""

    part: ChecklistPart
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownChecklist:
    """A text in force; `no` counts the versions of its item."""

    no: int
    in_force_from: datetime
    parts: tuple[ShownPart, ...]


@dataclass(frozen=True, slots=True)
class ListedItem:
    """A service item that is offered; `is_own` where it has a list of its own beside the general one."""

    code: str
    name: str
    unit_name: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ListedItems:
    """The general list and the items in the order of their units; `is_cut` where there are more than a page shows."""

    general: ShownChecklist | None
    items: tuple[ListedItem, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item as the register has it, its own list and the general one, either None where there is none."""

    item: ServiceItem
    unit_name: str
    own: ShownChecklist | None
    general: ShownChecklist | None


def seed_checklists(session: Session) -> int:
    """Add the general list that comes with the product to an office that has none; returns how many."""
    if session.scalars(select(ItemChecklist.id).where(ItemChecklist.item == GENERAL).limit(1)).first():
        return 0
    entry = read_seed(SEED)["general"]
    begins = datetime.fromisoformat(entry["in_force_from"])
    session.add(_from_nobody(GENERAL, 1, tidy_parts(entry["parts"]), begins))
    session.flush()
    return 1


def take_checklists(told: Mapping[str, Mapping[str, str]], unit: Unit) -> int:
    """Enter lists of the organisation's document, by item; returns how many.

    What people worded here is newer than the document, and what says the same is no version of its own.
    """
    taken = 0
    for item, words in told.items():
        parts = tidy_parts(words)
        before = find_in_force(item, unit)
        if before is not None and (before.by is not None or before.parts == parts):
            continue
        if before is not None:
            before.ended_at = unit.clock.now()
            unit.session.flush()
        unit.session.add(_from_nobody(item, number_of_next(item, unit), parts, unit.clock.now()))
        taken += 1
    unit.session.flush()
    return taken


def _from_nobody(item: str, no: int, parts: dict[str, str], begins: datetime) -> ItemChecklist:
    return ItemChecklist(
        id=new_id(),
        item=item,
        no=no,
        parts=parts,
        state=ChecklistState.APPROVED,
        reason="",
        at=begins,
        in_force_from=begins,
    )


def find_in_force(item: str, unit: Unit) -> ItemChecklist | None:
    """The text that everybody reads today."""
    return unit.session.scalars(
        select(ItemChecklist).where(
            ItemChecklist.item == item,
            ItemChecklist.state == ChecklistState.APPROVED,
            ItemChecklist.ended_at.is_(None),
        )
    ).one_or_none()


def number_of_next(item: str, unit: Unit) -> int:
    """The number of the next version of this item."""
    last = unit.session.scalar(select(func.max(ItemChecklist.no)).where(ItemChecklist.item == item))
    return (last or 0) + 1


def tidy_parts(words: Mapping[str, str]) -> dict[str, str]:
    """Every part, a line a row, without blanks around and without empty or repeated lines."""
    return {
        part.value: "\n".join(
            dict.fromkeys(filter(None, (line.strip() for line in words.get(part, "").splitlines())))
        )
        for part in ChecklistPart
    }


def find_faults(parts: Mapping[str, str], *, is_whole: bool) -> dict[str, str]:
    """What is wrong with tidied parts, by part; the general list has every part (`is_whole`), another one at least a line."""
    faults = {}
    for part in ChecklistPart:
        lines = parts[part].splitlines()
        if "\x00" in parts[part]:
            faults[part.value] = "NOT_TEXT"
        elif len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            faults[part.value] = "TOO_LONG"
        elif is_whole and not lines:
            faults[part.value] = "REQUIRED"
    if not any(parts.values()):
        faults.setdefault(ChecklistPart.BRING.value, "REQUIRED")
    return faults


def show_checklist(row: ItemChecklist | None) -> ShownChecklist | None:
    """A text as people read it."""
    if row is None:
        return None
    return ShownChecklist(row.no or 0, row.in_force_from or row.at, show_parts(row.parts))


def show_parts(parts: Mapping[str, str]) -> tuple[ShownPart, ...]:
    """Those that have lines, in their order."""
    return tuple(
        ShownPart(part, tuple(parts[part].splitlines())) for part in ChecklistPart if parts.get(part)
    )


def list_items(words: str, unit_of_work: UnitOfWork) -> ListedItems:
    """For everybody: what is offered here, narrowed by words of the item's name, its code or its unit."""
    told = words.strip()[:LONGEST_WORDS]
    with unit_of_work.reading() as unit:
        query = _select_offered()
        if told:
            has = [
                column.contains(told, autoescape=True)
                for column in (ServiceItem.name, ServiceItem.code, OrganisationUnit.name)
            ]
            query = query.where(or_(*has))
        rows = unit.session.execute(query.limit(MOST_ITEMS + 1)).all()
        own = _list_own((item.code for item, _ in rows), unit)
        general = show_checklist(find_in_force(GENERAL, unit))
    items = tuple(ListedItem(item.code, item.name, name, item.code in own) for item, name in rows)
    return ListedItems(general, items[:MOST_ITEMS], len(items) > MOST_ITEMS)


def get_item_page(code: str, unit_of_work: UnitOfWork) -> ItemPage:
    """For everybody; NotFound for an item that is not offered (any more)."""
    with unit_of_work.reading() as unit:
        item, unit_name = get_offered(code, unit)
        own, general = find_in_force(code, unit), find_in_force(GENERAL, unit)
        return ItemPage(item, unit_name, show_checklist(own), show_checklist(general))


def get_offered(code: str, unit: Unit) -> tuple[ServiceItem, str]:
    """An item that everybody finds here, with the name of its unit; NotFound for any other word."""
    row = unit.session.execute(_select_offered().where(ServiceItem.code == code)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def find_item_code(name: str, unit_of_work: UnitOfWork) -> str | None:
    """The code of the one item that is offered by this name, as forms write it."""
    told = name.strip()
    if not told:
        return None
    with unit_of_work.reading() as unit:
        found = unit.session.execute(_select_offered().where(ServiceItem.name == told).limit(2)).all()
    return found[0][0].code if len(found) == 1 else None


def _select_offered() -> Select[ServiceItem, str]:
    return (
        select(ServiceItem, OrganisationUnit.name)
        .join(OrganisationUnit, OrganisationUnit.code == ServiceItem.unit)
        .where(
            ServiceItem.closed_at.is_(None),
            OrganisationUnit.closed_at.is_(None),
            OrganisationUnit.kind != UnitKind.EXTERNAL,
            ServiceItem.code != GENERAL,
        )
        .order_by(OrganisationUnit.code, ServiceItem.code)
    )


def _list_own(codes: Iterable[str], unit: Unit) -> set[str]:
    return set(
        unit.session.scalars(
            select(ItemChecklist.item).where(
                ItemChecklist.item.in_(list(codes)),
                ItemChecklist.state == ChecklistState.APPROVED,
                ItemChecklist.ended_at.is_(None),
            )
        )
    )
