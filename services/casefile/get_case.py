"""Fetches a case and its parts for use cases; pages use services/views."""

from collections.abc import Collection

from sqlalchemy import select

from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.ground.codes import MatterDecision
from models.ground.errors import Conflict, NotFound
from models.ground.keeping_codes import FILE_DESTROYED
from models.store.ask_once import map_known
from services.unit_of_work import Unit


def get_complaint(complaint_id: str, unit: Unit) -> Complaint:
    """The case, locked until the unit ends where the database locks rows; NotFound for an unknown id.

    Conflict(FILE_DESTROYED) where its file was destroyed, also while this waited: nothing is written into it any more.
    """
    complaint = unit.session.get(Complaint, complaint_id, with_for_update=True)
    if complaint is None:
        raise NotFound
    if complaint.destroyed_at is not None:
        raise Conflict(code=FILE_DESTROYED)
    return complaint


def map_complaints(complaint_ids: Collection[str], unit: Unit) -> dict[str, Complaint]:
    """The cases by id; a look that has read them already asks for none."""
    return map_known(Complaint, complaint_ids, unit.session)


def list_matters(complaint_id: str, unit: Unit) -> list[Matter]:
    """All matters by number."""
    return list(
        unit.session.scalars(select(Matter).where(Matter.complaint_id == complaint_id).order_by(Matter.no))
    )


def list_accepted_matters(complaint_id: str, unit: Unit) -> list[Matter]:
    """The matters that were accepted, by number."""
    return [c for c in list_matters(complaint_id, unit) if c.decision is MatterDecision.ACCEPT]


def list_all_respondents(complaint_id: str, unit: Unit) -> list[Respondent]:
    """Everybody named in the case by number, those too whom a correction took out of it."""
    query = select(Respondent).where(Respondent.complaint_id == complaint_id)
    return list(unit.session.scalars(query.order_by(Respondent.no, Respondent.id)))


def list_respondents_in_force(complaint_id: str, unit: Unit) -> list[Respondent]:
    """Whom the case is about today, by number."""
    return [row for row in list_all_respondents(complaint_id, unit) if row.superseded_at is None]


def list_claims(complaint_id: str, unit: Unit) -> list[Claim]:
    """All claims by number."""
    return list(
        unit.session.scalars(select(Claim).where(Claim.complaint_id == complaint_id).order_by(Claim.no))
    )
