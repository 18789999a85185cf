"""Corrects how a complaint was split into matters, before the acceptance decision; the earlier split stays on the trail."""

from dataclasses import dataclass

from sqlalchemy import delete

from models.case.matter import MAX_MATTER_LENGTH, MAX_MATTERS, Matter
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.casefile.get_case import get_complaint, list_matters
from services.unit_of_work import Unit, UnitOfWork

CORRECTING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class CorrectMatters:
    """The matters as they should be, in order."""

    complaint_id: str
    texts: tuple[str, ...]


def correct_matters(command: CorrectMatters, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Replace the split.

    Conflict("ALREADY_DECIDED") once a matter is decided, InvalidInput for none, too many or empty ones, NotFound.
    """
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        if not may_read_case(complaint, unit, actor):
            raise NotFound
        require_role(actor, *CORRECTING_ROLES)
        texts = _check(command.texts)
        matters = list_matters(complaint.id, unit)
        if any(matter.decision is not None for matter in matters):
            raise Conflict(code="ALREADY_DECIDED")
        earlier = [matter.text for matter in matters]
        if earlier == texts:
            return
        _replace(complaint.id, texts, unit)
        unit.trail.add(complaint.id, "matters.corrected", {"earlier": earlier, "count": len(texts)}, actor)


def _check(texts: tuple[str, ...]) -> list[str]:
    cleaned = [text.strip() for text in texts if text.strip()]
    if not cleaned:
        raise InvalidInput({"matter_text": "REQUIRED"})
    if len(cleaned) > MAX_MATTERS or any(len(text) > MAX_MATTER_LENGTH for text in cleaned):
        raise InvalidInput({"matter_text": "TOO_LONG"})
    return cleaned


def _replace(complaint_id: str, texts: list[str], unit: Unit) -> None:
    unit.session.execute(delete(Matter).where(Matter.complaint_id == complaint_id))
    unit.session.flush()
    for number, text in enumerate(texts, start=1):
        unit.session.add(Matter(id=new_id(), complaint_id=complaint_id, no=number, text=text, disposals=[]))
