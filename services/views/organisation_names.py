"""Names of units and service items by code, for pages that show what rules were asked with and put out."""

from collections.abc import Collection, Mapping

from sqlalchemy import literal, select

from models.office.service_item import ServiceItem
from models.office.unit import OrganisationUnit
from services.unit_of_work import UnitOfWork


def map_codes_to_names(codes: Collection[str], unit_of_work: UnitOfWork) -> Mapping[str, str]:
    """The name of each code that is a unit's or else an item's; a code that the office does not know is left out."""
    if not codes:
        return {}
    with unit_of_work.reading() as unit:
        items = select(literal(0).label("rank"), ServiceItem.code, ServiceItem.name)
        units = select(literal(1), OrganisationUnit.code, OrganisationUnit.name)
        named = unit.session.execute(
            items.where(ServiceItem.code.in_(codes))
            .union_all(units.where(OrganisationUnit.code.in_(codes)))
            .order_by("rank")
        )
        return {code: name for _, code, name in named}


def map_item_names(unit_of_work: UnitOfWork) -> Mapping[str, str]:
    """The name of every service item by its code, also of those that are closed."""
    with unit_of_work.reading() as unit:
        return {code: name for code, name in unit.session.execute(select(ServiceItem.code, ServiceItem.name))}
