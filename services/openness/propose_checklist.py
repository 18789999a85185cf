"""Somebody words what citizens are told to mind before they do business; it is read by them when a second person approves it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.checklist_codes import GENERAL, ChecklistState
from models.ground.codes import Category, Role
from models.ground.errors import Conflict, InvalidInput
from models.ground.ids import new_id
from models.office.centre import Centre
from models.office.item_checklist import ItemChecklist
from models.office.service_item import ServiceItem
from models.store.seeds import read_seed
from services.actor import Actor, require_role
from services.forms.typed import read_words
from services.office.item_checklists import SEED, find_faults, find_in_force, get_offered, tidy_parts
from services.office.propose_privacy_notice import NOTICE_PROPOSED
from services.unit_of_work import Unit, UnitOfWork

WORDERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class SuggestedLine:
    """What complaints of a kind propose to say, and in which part."""

    part: str
    line: str


@dataclass(frozen=True, slots=True)
class ProposeChecklist:
    """Words by ChecklistPart, and why; `replaces` is the number of the version from which it was worded, empty for none.

    `taken` are kinds of problems whose suggested line is added.
    """

    item: str
    parts: Mapping[str, str]
    reason: str
    replaces: str
    taken: Collection[str] = ()


def list_suggestions() -> Mapping[Category, SuggestedLine]:
    """The lines that the product has for kinds of problems."""
    told = read_seed(SEED)["suggestions"]
    return {Category(kind): SuggestedLine(**line) for kind, line in told.items()}


def propose_checklist(command: ProposeChecklist, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Keep it until somebody else decides; its id.

    NotPermitted for others than administrators and supervisors, NotFound for an item that is not offered. InvalidInput by part
    and on `reason`; Conflict(NOTICE_PROPOSED) while another one of this item waits.
    """
    login = require_role(actor, *WORDERS)
    parts = tidy_parts(_with_suggestions(command))
    reason, fault = read_words(command.reason, LONGEST_REASON)
    faults = find_faults(parts, is_whole=command.item == GENERAL)
    if fault:
        faults["reason"] = fault
    with unit_of_work as unit:
        require_item(command.item, unit)
        # On PostgreSQL two would both find that none waits. What waits is looked for before what is in force: an approval
        # between the two is seen as such, and never taken for the text that this one was worded from.
        unit.session.scalars(select(Centre).with_for_update()).all()
        waiting = find_waiting(command.item, unit)
        before = find_in_force(command.item, unit)
        first = next(iter(parts))
        if command.replaces != (str(before.no) if before else ""):
            faults[first] = "CHANGED_MEANWHILE"
        elif before is not None and not faults and parts == before.parts:
            faults[first] = "SAME_AS_BEFORE"
        if faults:
            raise InvalidInput(faults)
        if waiting is not None:
            raise Conflict(code=NOTICE_PROPOSED)
        row = ItemChecklist(id=new_id(), item=command.item, parts=parts, state=ChecklistState.OPEN)
        row.reason, row.by, row.at = reason, login, unit.clock.now()
        unit.session.add(row)
        unit.trail.add(None, "checklist.proposed", {"checklist": row.id, "item": row.item}, actor)
        return row.id


def find_waiting(item: str, unit: Unit) -> ItemChecklist | None:
    """The version that nobody has decided on."""
    return unit.session.scalars(
        select(ItemChecklist).where(ItemChecklist.item == item, ItemChecklist.state == ChecklistState.OPEN)
    ).one_or_none()


def require_item(item: str, unit: Unit) -> ServiceItem | None:
    """The item that is offered, None for the general list; NotFound for any other word."""
    if item == GENERAL:
        return None
    return get_offered(item, unit)[0]


def _with_suggestions(command: ProposeChecklist) -> Mapping[str, str]:
    parts = {name: words.replace("\r\n", "\n") for name, words in command.parts.items()}
    for kind, told in list_suggestions().items():
        if kind in command.taken:
            parts[told.part] = f"{parts.get(told.part, '')}\n{told.line}"
    return parts
