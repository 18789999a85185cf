"""What the filter of the list of cases offers: units that handle, and people who do."""

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.office.unit_options import Option
from services.unit_of_work import UnitOfWork

_HANDLING = frozenset({Role.INTAKE.value, Role.INVESTIGATOR.value, Role.UNIT_REP.value})


@dataclass(frozen=True, slots=True)
class CaseChoices:
    """Units and handlers by code and login; `names` of everybody for the rows, also of those who left."""

    units: tuple[Option, ...]
    handlers: tuple[Option, ...]
    unit_names: dict[str, str]
    names: dict[str, str]


def list_case_choices(unit_of_work: UnitOfWork) -> CaseChoices:
    """Two queries."""
    with unit_of_work.reading() as unit:
        units = unit.session.scalars(select(OrganisationUnit).order_by(OrganisationUnit.code)).all()
        people = unit.session.scalars(select(Staff).order_by(Staff.unit, Staff.login)).all()
        unit_names = {row.code: row.name for row in units}
        names = {row.login: f"{row.name}（{row.title or unit_names.get(row.unit, '')}）" for row in people}
        return CaseChoices(
            tuple({"value": row.code, "label": row.name} for row in units),
            tuple(
                {"value": row.login, "label": names[row.login]}
                for row in people
                if row.active and _HANDLING.intersection(row.roles)
            ),
            unit_names,
            names,
        )
