"""A respondent objects to the finding about him: once in a round, with a reason, within the time from when he was told."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.objection import Objection
from models.beside.told_finding import ToldFinding
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from services.actor import Actor
from services.requests.windows import window_end
from services.rights.party import party_of
from services.rights.receive_finding import get_own_finding
from services.unit_of_work import Unit, UnitOfWork

DECISION_LIMIT = "objection_decision"
NOT_TOLD_YET = "NOT_TOLD_YET"
ALREADY_OBJECTED = "ALREADY_OBJECTED"
FINDING_OBJECTION_TOO_LATE = "FINDING_OBJECTION_TOO_LATE"
FINDING_SUPERSEDED = "FINDING_SUPERSEDED"
LONGEST_REASON = 4_000


@dataclass(frozen=True, slots=True)
class ObjectToFinding:
    """Against which notice, and why."""

    told_finding_id: str
    reason: str


def object_to_finding(command: ObjectToFinding, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Enter it; no date of the complainant moves.

    NotFound for whom the notice is not for, RuleRefused with the code of `find_objection_bar`, InvalidInput on `reason`.
    """
    with unit_of_work as unit:
        told = get_own_finding(command.told_finding_id, unit, actor)
        if code := find_objection_bar(told, unit):
            raise RuleRefused(code)
        reason = command.reason.strip()
        if not reason or len(reason) > LONGEST_REASON:
            raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
        row = Objection(
            id=new_id(),
            complaint_id=told.complaint_id,
            round=told.round,
            party=party_of(told).key,
            told_finding_id=told.id,
            reason=reason,
            raised_by=actor.name,
            raised_at=unit.clock.now(),
            decide_by=window_end(DECISION_LIMIT, unit),
        )
        unit.session.add(row)
        payload = {"objection_id": row.id, "unit_code": told.unit_code}
        unit.trail.add(told.complaint_id, "finding.objected", payload, actor)


def find_objection_bar(told: ToldFinding, unit: Unit) -> str | None:
    """The code of what keeps its respondent from objecting now, None when he may.

    ALREADY_OBJECTED in this round, NOT_TOLD_YET, FINDING_SUPERSEDED by a later one, FINDING_OBJECTION_TOO_LATE.
    """
    if find_objection(told, unit) is not None:
        return ALREADY_OBJECTED
    if told.told_at is None or told.objection_ends_at is None:
        return NOT_TOLD_YET
    if told.superseded_at is not None:
        return FINDING_SUPERSEDED
    return FINDING_OBJECTION_TOO_LATE if unit.clock.now() >= told.objection_ends_at else None


def find_objection(told: ToldFinding, unit: Unit) -> Objection | None:
    """What this respondent objected in the round of the notice, whichever notice of it he objected to."""
    of_case = unit.session.scalars(select(Objection).where(Objection.complaint_id == told.complaint_id))
    party = party_of(told).key
    return next((row for row in of_case if row.round == told.round and row.party == party), None)
