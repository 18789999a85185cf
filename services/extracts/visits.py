"""What the complainant said of the answer: the return visits and his own rating, of the present round."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True)
class Visits:
    """`survey` is his own rating at the query code, None where he gave none."""

    rows: tuple[ReturnVisit, ...]
    survey: Survey | None


def read(scene: Scene) -> Visits | None:
    """By attempt; None before the first and without a rating."""
    complaint, session = scene.complaint, scene.unit.session
    of_round = (ReturnVisit.complaint_id == complaint.id, ReturnVisit.round == complaint.round)
    rows = tuple(session.scalars(select(ReturnVisit).where(*of_round).order_by(ReturnVisit.attempt)))
    surveys = select(Survey).where(
        Survey.complaint_id == complaint.id, Survey.round == complaint.round, Survey.rated_at.is_not(None)
    )
    survey = session.scalars(surveys).one_or_none()
    return Visits(rows, survey) if rows or survey is not None else None


PART = Part(name=Extract.VISITS, read=read)
