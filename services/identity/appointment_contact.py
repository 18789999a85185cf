"""Who comes by appointment: sealed with the appointment, opened for who receives him, gone with its time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, delete, select

from models.office.appointment import Appointment
from models.vault.appointment_contact import AppointmentContact
from models.vault.blind_index import index_phone
from models.vault.keyring import get_keyring
from models.vault.masking import mask_name, mask_phone
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Contact:
    """As it was given; never log or cache it."""

    name: str
    phone: str
    email: str = ""


def store_contact(appointment_id: str, contact: Contact, unit: Unit) -> None:
    """Seal it in the caller's unit."""
    unit.session.add(
        AppointmentContact(
            appointment_id=appointment_id,
            name=contact.name.strip(),
            phone=contact.phone.strip(),
            email=contact.email.strip() or None,
            phone_index=index_phone(contact.phone, get_keyring()),
            stored_at=unit.clock.now(),
        )
    )
    unit.session.flush()


def find_contact(appointment_id: str, unit: Unit) -> Contact | None:
    """In the clear; None once it is deleted. That it was looked at goes on record by who asks."""
    row = unit.session.get(AppointmentContact, appointment_id)
    return None if row is None else Contact(row.name, row.phone, row.email or "")


def map_masked_contacts(appointment_ids: Collection[str], unit: Unit) -> dict[str, tuple[str, str]]:
    """Name and telephone by appointment, masked; those that are deleted are left out."""
    rows = unit.session.scalars(
        select(AppointmentContact).where(AppointmentContact.appointment_id.in_(appointment_ids))
    )
    return {row.appointment_id: (mask_name(row.name), mask_phone(row.phone)) for row in rows}


def select_appointments_of_phone(phone: str) -> Select[str]:
    """Ids of the appointments made with this number, in any spelling."""
    return select(AppointmentContact.appointment_id).where(
        AppointmentContact.phone_index == index_phone(phone, get_keyring())
    )


def list_contacts_that_led_to_nothing(before: date, most: int, unit: Unit) -> list[str]:
    """Ids of appointments before that day without a case, so many at most, whose visitor is still known.

    One that is still to come is never among them.
    """
    query = (
        select(AppointmentContact.appointment_id)
        .join(Appointment, Appointment.id == AppointmentContact.appointment_id)
        .where(
            Appointment.day < before,
            Appointment.complaint_id.is_(None),
        )
    )
    return list(unit.session.scalars(query.limit(most)))


def delete_contacts(appointment_ids: Collection[str], unit: Unit) -> int:
    """Forget these visitors; how many went."""
    unit.session.execute(
        delete(AppointmentContact).where(AppointmentContact.appointment_id.in_(appointment_ids))
    )
    return len(appointment_ids)
