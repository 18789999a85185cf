"""Who took part in a case and so may not review it: its handlers and everybody who submitted one of its decisions."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.decision import Decision
from services.unit_of_work import Unit

HANDLED_THE_CASE = "HANDLED_THE_CASE"


def took_part(complaint: Complaint, login: str, unit: Unit) -> bool:
    """Whether this person handled the case or made one of its decisions in any round."""
    if complaint.handler_id == login:
        return True
    made = select(Decision.id).where(Decision.complaint_id == complaint.id, Decision.by == login)
    return unit.session.scalars(made.limit(1)).first() is not None
