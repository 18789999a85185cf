"""The moment at which a respondent has the finding: he opens it, or it is handed over on paper. Nothing else says he was told."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.ground.codes import Role, ToldWay
from models.ground.errors import Conflict, InvalidInput, NotFound
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.requests.windows import window_end
from services.rights.finding_letter import OBJECTION_WINDOW
from services.rights.party import concerns
from services.unit_of_work import Unit, UnitOfWork

HANDING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR)
FINDING_TOLD_BEFORE = "FINDING_TOLD_BEFORE"


@dataclass(frozen=True, slots=True)
class HandOver:
    """What shows that the respondent has the paper: to whom, when, by which signature or delivery slip."""

    told_finding_id: str
    proof: str


def get_own_finding(told_finding_id: str, unit: Unit, actor: Actor) -> ToldFinding:
    """The notice of whom it is for; NotFound for everybody else."""
    row = unit.session.scalars(
        select(ToldFinding).where(ToldFinding.id == told_finding_id, concerns(ToldFinding, actor, unit))
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def open_finding(told_finding_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """He opens it: told from now on, and the time to object begins. Opened again, nothing changes; NotFound for others."""
    with unit_of_work as unit:
        row = get_own_finding(told_finding_id, unit, actor)
        if row.told_at is None:
            _tell(row, ToldWay.OPENED, unit, actor)


def hand_over_finding(command: HandOver, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Record that it was handed over on paper; the id of the case.

    NotFound for whom the file is not, NotPermitted for other roles, InvalidInput on `proof`, Conflict("FINDING_TOLD_BEFORE").
    """
    with unit_of_work as unit:
        row = unit.session.get(ToldFinding, command.told_finding_id)
        complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
        if row is None or complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        require_role(actor, *HANDING_ROLES)
        if not command.proof.strip():
            raise InvalidInput({"proof": "REQUIRED"})
        if row.told_at is not None:
            raise Conflict(code=FINDING_TOLD_BEFORE)
        row.told_proof = command.proof.strip()
        _tell(row, ToldWay.HANDED_OVER, unit, actor)
        return complaint.id


def _tell(row: ToldFinding, way: ToldWay, unit: Unit, actor: Actor) -> None:
    row.told_at, row.told_by, row.told_way = unit.clock.now(), actor.name, way
    row.objection_ends_at = window_end(OBJECTION_WINDOW, unit)
    payload = {"told_finding_id": row.id, "unit_code": row.unit_code, "way": way.value}
    unit.trail.add(row.complaint_id, "finding.told_respondent", payload, actor)
    unit.session.flush()
