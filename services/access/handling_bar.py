"""Who may be given a case to handle, or stand in for somebody in it: nobody near to those it is between."""

from services.access.accused_unit import find_nearness, list_suggestions
from services.access.find_exclusion import find_exclusion
from services.access.unsettled_relations import find_unsettled
from services.unit_of_work import Unit


def find_handling_bar(complaint_id: str, login: str, unit: Unit) -> str | None:
    """The code of the rule that keeps this person from the case or from its work; None when nothing does.

    What only suggests something is studied by its own unit.
    """
    if code := find_exclusion(complaint_id, login, unit):
        return code
    near = find_nearness([complaint_id], login, unit).get(complaint_id)
    if near is not None and not list_suggestions([complaint_id], unit):
        return near
    return find_unsettled([complaint_id], login, unit).get(complaint_id)
