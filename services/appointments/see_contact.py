"""A clerk looks at who comes, in the clear: to call him, or to write down what he says. Each look is on record."""

from models.ground.errors import NotFound
from services.actor import Actor
from services.appointments.open_appointment import lock_appointment, open_key
from services.identity.appointment_contact import Contact, find_contact
from services.unit_of_work import UnitOfWork


def see_contact(appointment_id: str, unit_of_work: UnitOfWork, actor: Actor) -> Contact:
    """Never log or cache it. NotFound, also once it is deleted."""
    key = open_key(appointment_id, unit_of_work, actor)
    with unit_of_work as unit:
        row = lock_appointment(appointment_id, key, unit, actor)
        contact = find_contact(row.id, unit)
        if contact is None:
            raise NotFound
        unit.trail.add(row.complaint_id, "appointment.contact_seen", {"appointment_id": row.id}, actor)
        return contact
