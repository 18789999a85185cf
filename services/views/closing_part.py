"""What ends a case as the file shows it: return visits, what it teaches, and whether the file is complete."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.improvement_verdict import ImprovementVerdict
from models.case.return_visit import ReturnVisit
from services.case.completeness import PieceLine, list_pieces
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ClosingPart:
    """The return visits and verdicts of all rounds, and the pieces that the file must hold by its outcome."""

    return_visits: tuple[ReturnVisit, ...]
    improvements: tuple[ImprovementVerdict, ...]
    pieces: tuple[PieceLine, ...]


def read_closing(complaint: Complaint, unit: Unit) -> ClosingPart:
    """Of one case."""
    verdicts = (
        select(ImprovementVerdict)
        .where(ImprovementVerdict.complaint_id == complaint.id)
        .order_by(ImprovementVerdict.round)
    )
    visits = select(ReturnVisit).where(ReturnVisit.complaint_id == complaint.id).order_by(ReturnVisit.round)
    return ClosingPart(
        return_visits=tuple(unit.session.scalars(visits)),
        improvements=tuple(unit.session.scalars(verdicts)),
        pieces=list_pieces(complaint, unit),
    )
