"""Whether a case may be handled once more (重办): once, and only where the centre itself handled something."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from services.casefile.get_case import list_accepted_matters
from services.unit_of_work import Unit

REDO = "redo"


def find_redo_bar(complaint: Complaint, unit: Unit) -> str | None:
    """REDO_USED after the one redo, NOTHING_TO_REDO without an accepted matter, None when it may be redone."""
    decisions = unit.session.scalars(
        select(Decision).where(Decision.complaint_id == complaint.id, Decision.kind == DecisionKind.REDO)
    )
    if any(decision.content.get("decision") == REDO for decision in decisions):
        return "REDO_USED"
    return None if list_accepted_matters(complaint.id, unit) else "NOTHING_TO_REDO"
