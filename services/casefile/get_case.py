"""Fetches a case and its parts for use cases; pages use services/views."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm.util import identity_key

from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from models.ground.errors import NotFound
from models.store.ask_once import READS_ONLY
from services.unit_of_work import Unit


def get_complaint(complaint_id: str, unit: Unit) -> Complaint:
    """The case, locked until the unit ends where the database locks rows; NotFound for an unknown id."""
    complaint = unit.session.get(Complaint, complaint_id, with_for_update=True)
    if complaint is None:
        raise NotFound
    return complaint


def map_complaints(complaint_ids: Collection[str], unit: Unit) -> dict[str, Complaint]:
    """The cases by id; a look that has read them already asks for none."""
    known = [unit.session.identity_map.get(identity_key(Complaint, case)) for case in complaint_ids]
    if unit.session.info.get(READS_ONLY) and None not in known:
        return {row.id: row for row in known if row is not None}
    query = select(Complaint).where(Complaint.id.in_(sorted(set(complaint_ids))))
    return {row.id: row for row in unit.session.scalars(query)}


def list_matters(complaint_id: str, unit: Unit) -> list[Matter]:
    """All matters by number."""
    return list(
        unit.session.scalars(select(Matter).where(Matter.complaint_id == complaint_id).order_by(Matter.no))
    )


def list_accepted_matters(complaint_id: str, unit: Unit) -> list[Matter]:
    """The matters that were accepted, by number."""
    return [c for c in list_matters(complaint_id, unit) if c.decision is MatterDecision.ACCEPT]


def list_claims(complaint_id: str, unit: Unit) -> list[Claim]:
    """All claims by number."""
    return list(
        unit.session.scalars(select(Claim).where(Claim.complaint_id == complaint_id).order_by(Claim.no))
    )
