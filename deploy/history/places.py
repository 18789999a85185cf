"""Where and by whom complaints are: the organisation of the office as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.calendar_days import CalendarYearMissing, WorkCalendar
from models.clock.clock_ladder import Ladder
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity, Role
from models.office.cause import Cause
from models.office.centre import Centre
from models.office.complaint_route import ComplaintRoute
from models.office.declared_relation import DeclaredRelation
from models.office.legal_basis import LegalBasis
from models.office.respondent_directory import Directory
from models.office.service_item import ServiceItem
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.clocks.office_ladder import load_ladder
from services.clocks.time_limits import list_policies
from services.office.match_respondent import load_directory
from services.unit_of_work import Unit

BASIS = "gbt-36113-7.3"


class OfficeTooSmall(Exception):
    """This office has no service items with windows, or nobody for one of the steps of a case."""


@dataclass(frozen=True, slots=True)
class Item:
    """A service item with its unit and windows."""

    code: str
    unit: str
    name: str
    windows: Sequence[str]
    documents: Sequence[str]


@dataclass(frozen=True, slots=True)
class Policy:
    """A limit as clocks name it."""

    id: str
    key: str
    amount: int
    unit: str
    basis: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Places:
    """All that a past takes from the office; people by what they may do, in the order of their logins."""

    centre: str
    items: Sequence[Item]
    names: Mapping[str, str]
    clerks: Sequence[str]
    investigators: Sequence[str]
    approvers: Sequence[str]
    visitors: Sequence[str]
    causes: Sequence[str]
    basis: tuple[str, str]
    policies: Mapping[tuple[str, str | None], Policy]
    ladder: Ladder
    directory: Directory
    # Of whom somebody declared a relation: who handles a complaint about one of them is not a matter of chance.
    related: frozenset[str] = frozenset()

    def policy(self, key: str, complexity: Complexity | None = None) -> Policy:
        """The limit of a key; a row of the class wins over one for all."""
        of_class = None if complexity is None else self.policies.get((key, complexity.value))
        return of_class or self.policies[key, None]

    def is_workday(self, day: date) -> bool:
        """By the calendar; an ordinary week before it."""
        return is_workday(day, self.ladder.calendar)


def is_workday(day: date, calendar: WorkCalendar) -> bool:
    """By the calendar; an ordinary week before it."""
    try:
        return calendar.is_workday(day)
    except CalendarYearMissing:
        return day.weekday() < 5


def read_places(unit: Unit) -> Places:
    """OfficeTooSmall where a case could not be handled."""
    rows = unit.session.scalars(select(ServiceItem).order_by(ServiceItem.code))
    # What is complained of at a unit with a way of its own is handled by others than everything else.
    apart = set(unit.session.scalars(select(ComplaintRoute.about)))
    items = [
        Item(row.code, row.unit, row.name, row.windows, row.documents)
        for row in rows
        if row.windows and row.unit not in apart
    ]
    staff = list(unit.session.scalars(select(Staff).where(Staff.active).order_by(Staff.login)))
    causes = select(Cause.code).where(Cause.ended_at.is_(None), ~Cause.is_retired).order_by(Cause.code)
    basis = unit.session.scalars(select(LegalBasis).order_by(LegalBasis.code != BASIS, LegalBasis.id)).first()
    people = {role: [one.login for one in staff if role.value in one.roles] for role in Role}
    places = Places(
        centre=unit.session.scalars(select(Centre.code)).one(),
        items=items,
        names={row.code: row.name for row in unit.session.scalars(select(OrganisationUnit))},
        clerks=people[Role.INTAKE],
        investigators=[one for one in people[Role.INVESTIGATOR] if one not in people[Role.INTAKE]],
        approvers=people[Role.APPROVER],
        visitors=people[Role.RETURN_VISIT],
        causes=list(unit.session.scalars(causes)),
        basis=("", "") if basis is None else (basis.id, f"{basis.name}{basis.article}"),
        policies={(row.key, row.complaint_class): _policy(row) for row in list_policies(unit.session)},
        ladder=load_ladder(unit.session),
        directory=load_directory(unit.session),
        related=frozenset(unit.session.scalars(select(DeclaredRelation.subject))),
    )
    steps = (places.clerks, places.investigators, places.approvers, places.visitors, places.causes)
    if len({item.unit for item in items}) < 3 or not all(steps) or basis is None:
        raise OfficeTooSmall(OfficeTooSmall.__doc__)
    return places


def _policy(row: TimeLimitPolicy) -> Policy:
    return Policy(row.id, row.key, row.amount, row.unit, row.basis, row.certainty)
