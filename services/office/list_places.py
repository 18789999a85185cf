"""Units of the hall with their windows and service items, to choose from on a page; nothing outside and nothing closed."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import UnitKind
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.unit import OrganisationUnit
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class UnitPlaces:
    """A unit, the signs of its windows and the names of its items."""

    name: str
    windows: tuple[str, ...]
    items: tuple[str, ...]


def list_places(unit_of_work: UnitOfWork) -> list[UnitPlaces]:
    """In the order of the codes, units with a window first."""
    windows, items = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    with unit_of_work.reading() as unit:
        session = unit.session
        for window in session.scalars(
            select(ServiceWindow).where(ServiceWindow.closed_at.is_(None)).order_by(ServiceWindow.code)
        ):
            windows[window.unit].append(window.code)
        for item in session.scalars(
            select(ServiceItem).where(ServiceItem.closed_at.is_(None)).order_by(ServiceItem.code)
        ):
            items[item.unit].append(item.name)
        units = session.scalars(
            select(OrganisationUnit)
            .where(OrganisationUnit.kind != UnitKind.EXTERNAL, OrganisationUnit.closed_at.is_(None))
            .order_by(OrganisationUnit.code)
        ).all()
    places = [UnitPlaces(row.name, tuple(windows[row.code]), tuple(items[row.code])) for row in units]
    return sorted(places, key=lambda place: not place.windows)
