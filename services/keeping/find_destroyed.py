"""Whether an address leads to a case whose file was destroyed, and what is left to say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from models.case.complaint import Complaint
from models.case.destruction import DestructionLine, DestructionList
from models.ground.errors import NotFound
from models.ground.keeping_codes import DestructionState
from models.ledger.emptied_trail import FILE_DESTROYED
from models.ledger.trail_event import TrailEvent
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.casefile.named_cases import name_cases
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class DestroyedCase:
    """What a page says: the number of the case, when its file was destroyed and by which list."""

    number: str
    destroyed_at: datetime
    list_id: str
    list_number: str


def find_destroyed(
    named: Mapping[str, object], unit_of_work: UnitOfWork, actor: Actor
) -> DestroyedCase | None:
    """Of the case that the parts of an address name; None where it is none or was not destroyed.

    NotFound of a destroyed one for whom the case was not to read.
    """
    cases = name_cases(named)
    if not cases:
        return None
    with unit_of_work.reading() as unit:
        query = select(Complaint).where(Complaint.destroyed_at.is_not(None))
        found = unit.session.scalars(query.where(or_(*(Complaint.id.in_(case) for case in cases)))).first()
        if found is None or found.destroyed_at is None:
            return None
        if not may_read_case(found, unit, actor):
            raise NotFound
        row = _find_list(found.id, unit)
        number = row.number if row else _find_number(found.id, unit)
        return DestroyedCase(found.number, found.destroyed_at, row.id if row else "", number)


def _find_number(complaint_id: str, unit: Unit) -> str:
    """Of the list of then, where the database is older than that: as the trail says of what was destroyed again."""
    query = select(TrailEvent).where(
        TrailEvent.complaint_id == complaint_id, TrailEvent.kind == FILE_DESTROYED
    )
    event = unit.session.scalars(query.order_by(TrailEvent.seq.desc()).limit(1)).first()
    return "" if event is None else str(event.payload.get("number", ""))


def _find_list(complaint_id: str, unit: Unit) -> DestructionList | None:
    gone = (DestructionState.EMPTYING, DestructionState.EMPTIED)
    query = (
        select(DestructionList)
        .join(DestructionLine, DestructionLine.list_id == DestructionList.id)
        .where(DestructionLine.complaint_id == complaint_id, DestructionLine.state.in_(gone))
    )
    return unit.session.scalars(query).first()
