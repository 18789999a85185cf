"""Who must keep away from which cases, as a condition: for lists that the database cuts and counts by itself.

It says what `find_exclusions` says of cases that are at hand (ADR 0200); a test compares the two over every rule.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, CompoundSelect, Select, SQLColumnExpression, or_, select, union

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from services.access.excluded import select_recused_cases
from services.access.relations_in_cases import select_blocked_cases, select_own_complaints
from services.access.restricted import select_closed_cases
from services.unit_of_work import Unit


def must_keep_away(login: str, unit: Unit) -> ColumnElement[bool]:
    """The condition on `complaint` that it is not for this person, whatever his roles; made with two statements."""
    return is_kept_away(Complaint.id, login, unit)


def is_kept_away(complaint_id: SQLColumnExpression[str], login: str, unit: Unit) -> ColumnElement[bool]:
    """The same of the case that a column names: a table of many rows a case need not be joined to be asked."""
    return or_(*(complaint_id.in_(rule) for rule in _list_rules(login, unit)))


def select_kept_away(login: str, unit: Unit) -> CompoundSelect[tuple[str]]:
    """The ids of all those cases as one set: a database guesses the size of one better than of what many rules leave over."""
    return union(*_list_rules(login, unit))


def list_kept_away(login: str, unit: Unit) -> list[str]:
    """The same in order: for what counts outside the database. They are few."""
    return sorted(unit.session.scalars(select_kept_away(login, unit)))


def _list_rules(login: str, unit: Unit) -> list[Select[str]]:
    about = select(Respondent.complaint_id).where(Respondent.staff_id == login, Respondent.in_force())
    return [
        about,
        select_closed_cases(login),
        select_recused_cases(login),
        *select_blocked_cases(login, unit),
        *select_own_complaints(login, unit),
    ]
