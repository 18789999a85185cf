"""Who was recused from a case by decision: a person, or a whole unit with the deputy director in charge of it."""

from sqlalchemy import select

from models.codes import RecusalOutcome, RecusalSubject, Role
from models.recusal import Recusal
from models.staff import Staff
from models.unit import Unit as OrganisationUnit
from services.unit_of_work import Unit


def is_recused(complaint_id: str, login: str, unit: Unit) -> bool:
    """Whether a decision keeps this person away from this one case (R45)."""
    rows = unit.session.scalars(
        select(Recusal).where(Recusal.complaint_id == complaint_id, Recusal.outcome == RecusalOutcome.RECUSED)
    )
    return any(covers(row, login, unit) for row in rows)


def covers(row: Recusal, login: str, unit: Unit) -> bool:
    """Whether this request is about the person: by name, as a member of the unit or as the superior of its head."""
    if row.who_kind is RecusalSubject.STAFF:
        return row.who == login
    staff = unit.session.get(Staff, login)
    if staff is None:
        return False
    return staff.unit == row.who or (
        login == find_in_charge(row.who, unit) and Role.DIRECTOR not in staff.roles
    )


def find_in_charge(unit_code: str, unit: Unit) -> str | None:
    """The superior of a unit's head (分管领导)."""
    named = unit.session.get(OrganisationUnit, unit_code)
    head = unit.session.get(Staff, named.head) if named is not None and named.head else None
    return None if head is None else head.reports_to
