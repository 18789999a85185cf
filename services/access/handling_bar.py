"""Who may be given a case to handle, or stand in for somebody in it: nobody near to those it is between."""

from services.access.find_exclusion import find_exclusion
from services.access.unsettled_relations import find_unsettled
from services.unit_of_work import Unit


def find_handling_bar(complaint_id: str, login: str, unit: Unit) -> str | None:
    """The code of the rule that keeps this person from the case or from its work; None when nothing does."""
    if code := find_exclusion(complaint_id, login, unit):
        return code
    return find_unsettled([complaint_id], login, unit).get(complaint_id)
