"""The case that answers for another: a merger into a case that was wholly merged itself leads on to where it went."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.codes import MatterDecision
from services.casefile.get_case import list_matters
from services.unit_of_work import Unit


def find_case_of_number(number: str, unit: Unit) -> Complaint | None:
    """The case of a number."""
    return unit.session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()


def find_leading_case(number: str, unit: Unit) -> Complaint | None:
    """The case at the end of the chain that begins with this number; None for an unknown number and for a chain that returns."""
    passed: set[str] = set()
    case = find_case_of_number(number, unit)
    while case is not None and (into := _find_way_on(case, unit)) is not None:
        passed.add(case.number)
        case = None if into in passed else find_case_of_number(into, unit)
    return case


def _find_way_on(case: Complaint, unit: Unit) -> str | None:
    """Where all of it went; a case that kept a matter answers for itself."""
    matters = list_matters(case.id, unit)
    is_whole = bool(matters) and all(matter.decision is MatterDecision.MERGE for matter in matters)
    return case.merged_into if is_whole else None
