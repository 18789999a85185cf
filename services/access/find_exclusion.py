"""Who must keep away from a whole case (回避): whom it is about, who was recused, who declared a relation that forbids it."""

from collections.abc import Collection

from sqlalchemy import select

from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date
from services.access.excluded import list_recused_cases
from services.office.relations import list_relations
from services.unit_of_work import Unit

COMPLAINED_ABOUT = "COMPLAINED_ABOUT"
RECUSED = "RECUSED"


def find_exclusion(complaint_id: str, login: str, unit: Unit) -> str | None:
    """COMPLAINED_ABOUT or RECUSED when this person must keep away from the whole case, None otherwise."""
    return find_exclusions([complaint_id], login, unit).get(complaint_id)


def find_exclusions(complaint_ids: Collection[str], login: str, unit: Unit) -> dict[str, str]:
    """The same of many cases, by id; only those that exclude the person. As many queries for a thousand as for one."""
    if not complaint_ids:
        return {}
    respondents = unit.session.execute(
        select(Respondent.complaint_id, Respondent.staff_id, Respondent.unit).where(
            Respondent.complaint_id.in_(complaint_ids)
        )
    ).all()
    about = {case for case, staff_id, _ in respondents if staff_id == login}
    recused = list_recused_cases(complaint_ids, login, unit)
    subjects = frozenset(subject for _, *named in respondents for subject in named if subject)
    forbidden = _list_forbidden(subjects, login, unit)
    related = {case for case, *named in respondents if not forbidden.isdisjoint(named)}
    return dict.fromkeys(recused | related, RECUSED) | dict.fromkeys(about, COMPLAINED_ABOUT)


def _list_forbidden(subjects: frozenset[str], login: str, unit: Unit) -> frozenset[str]:
    """Those of the people and units to whom the person declared a relation that forbids handling."""
    today = beijing_date(unit.clock.now())
    relations = list_relations(unit.session, login, subjects, today)
    return frozenset(relation.subject for relation in relations if relation.blocks)
