"""Whom a supervision asks, by name: the handler, or the unit while nobody has the case."""

from models.case.complaint import Complaint
from services.office.people_names import get_person_name
from services.unit_of_work import Unit


def name_supervised(complaint: Complaint, unit: Unit) -> str:
    """As of now; never empty."""
    return "承办部门" if complaint.handler_id is None else get_person_name(complaint.handler_id, unit)
