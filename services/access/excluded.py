"""Who was recused from a case by decision: a person, or a whole unit with the deputy director in charge of it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Select, String, and_, cast, exists, or_, select
from sqlalchemy.orm import aliased

from models.beside.recusal import Recusal
from models.ground.codes import RecusalOutcome, RecusalSubject, Role
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.case_ties import CaseTies, RecusalOf, read_ties
from services.office.active_staff import list_staff
from services.office.unit_options import list_units
from services.unit_of_work import Unit

MOST_KEPT = 1_000  # people whose statements are kept
# As the database has it, or as the ties of its case tell it.
Asked = TypeVar("Asked", Recusal, RecusalOf)


def is_recused(complaint_id: str, login: str, unit: Unit) -> bool:
    """Whether a decision keeps this person away from this one case (R45)."""
    return complaint_id in list_recused_cases(read_ties([complaint_id], unit), login, unit)


def list_recused_cases(ties: CaseTies, login: str, unit: Unit) -> frozenset[str]:
    """Those of the cases that a decision keeps this person away from; as many queries for a thousand as for one."""
    rows = [row for row in ties.recusals if row.outcome is RecusalOutcome.RECUSED]
    return frozenset(row.complaint_id for row in _list_covering(rows, login, unit))


@lru_cache(MOST_KEPT)
def select_recused_cases(login: str) -> Select[str]:
    """Every case that a decision keeps the person away from, as `list_recused_cases` knows them; put together once a person."""
    own = select(Staff.unit).where(Staff.login == login)
    is_director = exists().where(
        Staff.login == login, cast(Staff.roles, String).contains(f'"{Role.DIRECTOR}"', autoescape=True)
    )
    head = aliased(Staff)
    in_charge_of = (
        select(OrganisationUnit.code)
        .join(head, head.login == OrganisationUnit.head)
        .where(head.reports_to == login, ~is_director)
    )
    by_name = and_(Recusal.who_kind == RecusalSubject.STAFF, Recusal.who == login)
    of_unit = and_(
        Recusal.who_kind == RecusalSubject.UNIT, or_(Recusal.who.in_(own), Recusal.who.in_(in_charge_of))
    )
    return select(Recusal.complaint_id).where(
        Recusal.outcome == RecusalOutcome.RECUSED, or_(by_name, of_unit)
    )


def covers(row: Recusal, login: str, unit: Unit) -> bool:
    """Whether this request is about the person: by name, as a member of the unit or as the superior of its head."""
    return bool(_list_covering([row], login, unit))


def _list_covering(rows: Sequence[Asked], login: str, unit: Unit) -> list[Asked]:
    is_of_units = any(row.who_kind is RecusalSubject.UNIT for row in rows)
    units = _list_units_of(login, unit) if is_of_units else frozenset()
    return [
        row
        for row in rows
        if (row.who == login if row.who_kind is RecusalSubject.STAFF else row.who in units)
    ]


def _list_units_of(login: str, unit: Unit) -> frozenset[str]:
    """His own unit and those whose heads report to him (分管领导), but for the director, to whom every line leads."""
    staff = unit.session.get(Staff, login)
    if staff is None:
        return frozenset()
    if Role.DIRECTOR in staff.roles:
        return frozenset({staff.unit})
    superiors = {person.login: person.reports_to for person in list_staff(unit)}
    in_charge_of = [row.code for row in list_units(unit) if row.head and superiors.get(row.head) == login]
    return frozenset({staff.unit, *in_charge_of})
