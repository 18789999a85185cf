"""Who must keep away from which cases, as a condition: for lists that the database cuts and counts by itself.

It says what `find_exclusions` says of cases that are at hand (ADR 0200); a test compares the two over every rule.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, SQLColumnExpression, or_, select

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
    about = select(Respondent.complaint_id).where(Respondent.staff_id == login, Respondent.in_force())
    rules = [
        about,
        select_closed_cases(login),
        select_recused_cases(login),
        *select_blocked_cases(login, unit),
        *select_own_complaints(login, unit),
    ]
    return or_(*(complaint_id.in_(rule) for rule in rules))
