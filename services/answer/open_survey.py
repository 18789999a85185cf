"""Opens the survey that an answer brings: what the complainant may rate at the query code."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.survey import Survey
from models.ground.ids import new_id
from services.unit_of_work import Unit


def open_survey(complaint: Complaint, unit: Unit) -> Survey:
    """The survey of this round; there is one for each."""
    survey = find_survey(complaint.id, complaint.round, unit)
    if survey is None:
        survey = Survey(
            id=new_id(), complaint_id=complaint.id, round=complaint.round, opened_at=unit.clock.now()
        )
        unit.session.add(survey)
        unit.session.flush()
    return survey


def find_survey(complaint_id: str, round_no: int, unit: Unit) -> Survey | None:
    """The survey of a round; None before its answer."""
    return unit.session.scalars(
        select(Survey).where(Survey.complaint_id == complaint_id, Survey.round == round_no)
    ).one_or_none()
