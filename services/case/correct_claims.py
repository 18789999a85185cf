"""Corrects how a complaint was split into claims, before the acceptance decision; the earlier split stays on the trail."""

from dataclasses import dataclass

from sqlalchemy import delete

from models.case.claim import MAX_CLAIM_LENGTH, MAX_CLAIMS, Claim
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.casefile.get_case import get_complaint, list_claims
from services.unit_of_work import Unit, UnitOfWork

CORRECTING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class CorrectClaims:
    """The claims as they should be, in order."""

    complaint_id: str
    texts: tuple[str, ...]


def correct_claims(command: CorrectClaims, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Replace the split.

    Conflict("ALREADY_DECIDED") once a claim is decided, InvalidInput for none, too many or empty ones, NotFound.
    """
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        if not may_read_case(complaint, unit, actor):
            raise NotFound
        require_role(actor, *CORRECTING_ROLES)
        texts = _check(command.texts)
        claims = list_claims(complaint.id, unit)
        if any(claim.decision is not None for claim in claims):
            raise Conflict(code="ALREADY_DECIDED")
        earlier = [claim.text for claim in claims]
        if earlier == texts:
            return
        _replace(complaint.id, texts, unit)
        unit.trail.add(complaint.id, "claims.corrected", {"earlier": earlier, "count": len(texts)}, actor)


def _check(texts: tuple[str, ...]) -> list[str]:
    cleaned = [text.strip() for text in texts if text.strip()]
    if not cleaned:
        raise InvalidInput({"claim_text": "REQUIRED"})
    if len(cleaned) > MAX_CLAIMS or any(len(text) > MAX_CLAIM_LENGTH for text in cleaned):
        raise InvalidInput({"claim_text": "TOO_LONG"})
    return cleaned


def _replace(complaint_id: str, texts: list[str], unit: Unit) -> None:
    unit.session.execute(delete(Claim).where(Claim.complaint_id == complaint_id))
    unit.session.flush()
    for number, text in enumerate(texts, start=1):
        unit.session.add(Claim(id=new_id(), complaint_id=complaint_id, no=number, text=text, disposals=[]))
