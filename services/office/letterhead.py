"""Whose letters they are, and how the office is reached."""

from services.office.centre_contact import CentreContact, read_centre_contact
from services.ports.press import Letterhead
from services.unit_of_work import Unit


def read_letterhead(unit: Unit) -> Letterhead:
    """Of the centre's document; what that does not say is left out."""
    contact = read_centre_contact(unit)
    return Letterhead("", ()) if contact is None else Letterhead(contact.name, tuple(_list_told(contact)))


def _list_told(contact: CentreContact) -> list[str]:
    hours = "、".join(f"{begins}–{ends}" for begins, ends in contact.hours)
    told = (
        ("地址", contact.address),
        ("邮编", contact.postal_code),
        ("电话", contact.phone),
        ("电子邮箱", contact.email),
        ("办公时间", f"{contact.days} {hours}".strip()),
    )
    return [f"{name}：{value}" for name, value in told if value]
