"""How the centre is reached, as every page says it: its name, address, telephone and hours."""

from dataclasses import dataclass

from sqlalchemy import select

from models.office.centre import Centre
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class CentreContact:
    """Empty where the organisation's document says nothing. `hours` are pairs of a beginning and an end, Beijing time."""

    name: str
    address: str
    postal_code: str
    phone: str
    email: str
    days: str
    hours: tuple[tuple[str, str], ...]


def get_centre_contact(unit_of_work: UnitOfWork, *, in_english: bool) -> CentreContact | None:
    """As of `read_centre_contact`, in a look of its own."""
    with unit_of_work.reading() as unit:
        return read_centre_contact(unit, in_english=in_english)


def read_centre_contact(unit: Unit, *, in_english: bool = False) -> CentreContact | None:
    """In English where the document has it, else as it is; None in an office that has no centre yet."""
    centre = unit.session.scalars(select(Centre)).one_or_none()
    if centre is None:
        return None

    def told(field: str) -> str:
        contact = centre.contact
        return str((in_english and contact.get(f"{field}_en")) or contact.get(field) or "")

    return CentreContact(
        name=told("name") or centre.name,
        address=told("address"),
        postal_code=told("postal_code"),
        phone=told("complaint_phone"),
        email=told("complaint_email"),
        days=told("days"),
        hours=_hours_of(centre),
    )


def _hours_of(centre: Centre) -> tuple[tuple[str, str], ...]:
    if centre.lunch_from and centre.lunch_to:
        return (centre.opens, centre.lunch_from), (centre.lunch_to, centre.closes)
    return ((centre.opens, centre.closes),)
