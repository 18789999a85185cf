"""Units as options of a form's select, and their names."""

from collections.abc import Container, Sequence

from sqlalchemy import select

from models.ground.codes import UnitKind
from models.office.unit import OrganisationUnit
from services.unit_of_work import Unit

Option = dict[str, str]

# On forms, which are in Chinese.
NOT_IN_THE_DIRECTORY = "已不在名录的单位"

CENTRE_KINDS = frozenset({UnitKind.INTERNAL, UnitKind.RESIDENT})
OUTSIDE_KINDS = frozenset({UnitKind.EXTERNAL})
ALL_KINDS = CENTRE_KINDS | OUTSIDE_KINDS


def list_units(unit: Unit) -> Sequence[OrganisationUnit]:
    """In one order, so that a look which needs options and names reads them once."""
    return unit.session.scalars(select(OrganisationUnit).order_by(OrganisationUnit.code)).all()


def list_unit_options(unit: Unit, *, kinds: Container[UnitKind] = ALL_KINDS) -> list[Option]:
    """Label and value of every unit of these kinds that is not closed, by code."""
    return [
        {"label": row.name, "value": row.code}
        for row in list_units(unit)
        if row.closed_at is None and row.kind in kinds
    ]


def list_every_unit_option(unit: Unit) -> list[Option]:
    """The same with closed units, for filters: their cases are still there to be found."""
    return [{"label": row.name, "value": row.code} for row in list_units(unit)]


def find_unit_name(code: str | None, unit: Unit) -> str | None:
    """The unit's name; None for no code or an unknown one."""
    row = unit.session.get(OrganisationUnit, code) if code else None
    return None if row is None else row.name


def get_unit_name(code: str, unit: Unit) -> str:
    """The unit's name, for forms; a sentence for a unit that the office does not know."""
    return find_unit_name(code, unit) or NOT_IN_THE_DIRECTORY


def map_unit_names(unit: Unit) -> dict[str, str]:
    """The name of every unit by its code."""
    return {row.code: row.name for row in list_units(unit)}
