"""Who must keep away from a whole case (回避): whom it is about, whose it is, who was recused or declared what forbids it,

and everybody else where it is for named readers alone. The one rule that all lists, counts, searches and pages ask.
"""

from collections.abc import Collection

from services.access.case_ties import read_ties
from services.access.excluded import list_recused_cases
from services.access.relations_in_cases import find_relations, list_own_complaints
from services.access.restricted import list_closed_cases
from services.unit_of_work import Unit

COMPLAINED_ABOUT = "COMPLAINED_ABOUT"
RECUSED = "RECUSED"
OWN_COMPLAINT = "OWN_COMPLAINT"
RESTRICTED = "RESTRICTED"


def find_exclusion(complaint_id: str, login: str, unit: Unit) -> str | None:
    """COMPLAINED_ABOUT, OWN_COMPLAINT, RECUSED or RESTRICTED when this person must keep away from the case, else None."""
    return find_exclusions([complaint_id], login, unit).get(complaint_id)


def find_exclusions(complaint_ids: Collection[str], login: str, unit: Unit) -> dict[str, str]:
    """The same of many cases, by id; only those that exclude the person. As many queries for a thousand as for one."""
    if not complaint_ids:
        return {}
    ties = read_ties(complaint_ids, unit)
    about = [row.complaint_id for row in ties.accused if row.staff_id == login]
    recused = list_recused_cases(ties, login, unit)
    related = {
        case
        for case, relations in find_relations(complaint_ids, ties, login, unit).items()
        if any(relation.blocks for relation in relations)
    }
    return (
        dict.fromkeys(list_closed_cases(ties, login, unit), RESTRICTED)
        | dict.fromkeys(recused | related, RECUSED)
        | dict.fromkeys(list_own_complaints(ties, login, unit), OWN_COMPLAINT)
        | dict.fromkeys(about, COMPLAINED_ABOUT)
    )
