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
    return ClosingPart(
        return_visits=list_return_visits(complaint, unit),
        improvements=list_improvements(complaint, unit),
        pieces=list_pieces(complaint, unit),
    )


def list_return_visits(complaint: Complaint, unit: Unit) -> tuple[ReturnVisit, ...]:
    """Of all rounds."""
    visits = select(ReturnVisit).where(ReturnVisit.complaint_id == complaint.id).order_by(ReturnVisit.round)
    return tuple(unit.session.scalars(visits))


def list_improvements(complaint: Complaint, unit: Unit) -> tuple[ImprovementVerdict, ...]:
    """The verdicts of all rounds."""
    verdicts = (
        select(ImprovementVerdict)
        .where(ImprovementVerdict.complaint_id == complaint.id)
        .order_by(ImprovementVerdict.round)
    )
    return tuple(unit.session.scalars(verdicts))
