"""The routes of complaints about the centre's own offices and leaders, as an administrator reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ground.codes import RecusalSubject, Role
from models.office.complaint_route import ComplaintRoute
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.office.active_staff import list_active_staff
from services.office.people_names import list_people_options, map_people_names
from services.office.unit_options import CENTRE_KINDS, OUTSIDE_KINDS, Option, list_unit_options
from services.restriction.find_route import list_routes_in_force
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One route; `about` is its address on the page (`unit:` or `staff:` and the code), the others are names."""

    about: str
    about_name: str
    fields: dict[str, str]
    names: dict[str, str]
    since: datetime
    by: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class RoutesPage:
    """The routes in force, and what the fields of one may be."""

    routes: tuple[RouteRow, ...]
    subjects: Sequence[Option]
    units: Sequence[Option]
    people: Sequence[Option]
    outside: Sequence[Option]


FIELDS = ("handled_by", "approver", "return_visit_by", "passed_on_by", "superior")


def list_routes(unit_of_work: UnitOfWork, actor: Actor) -> RoutesPage:
    """The page; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        people = list_people_options(list_active_staff(unit), unit)
        units = list_unit_options(unit, kinds=CENTRE_KINDS)
        subjects = [
            *({"label": row["label"], "value": address(RecusalSubject.UNIT, row["value"])} for row in units),
            *(
                {"label": row["label"], "value": address(RecusalSubject.STAFF, row["value"])}
                for row in people
            ),
        ]
        names = _map_names(unit)
        return RoutesPage(
            routes=tuple(_row(route, names) for route in list_routes_in_force(unit)),
            subjects=subjects,
            units=units,
            people=people,
            outside=list_unit_options(unit, kinds=OUTSIDE_KINDS),
        )


def address(kind: RecusalSubject, code: str) -> str:
    """How the page calls whom a route is about."""
    return f"{kind.value}:{code}"


def _map_names(unit: Unit) -> dict[str, str]:
    units = {row.code: row.name for row in unit.session.scalars(select(OrganisationUnit))}
    return units | map_people_names(unit)


def _row(route: ComplaintRoute, names: dict[str, str]) -> RouteRow:
    fields = {field: getattr(route, field) or "" for field in FIELDS}
    return RouteRow(
        about=address(route.about_kind, route.about),
        about_name=names.get(route.about, ""),
        fields=fields,
        names={field: names.get(code, "") for field, code in fields.items()},
        since=route.since,
        by=names.get(route.by, ""),
        reason=route.reason,
    )
