"""A clerk looks at who comes, in the clear: to call him, or to write down what he says. Each look is on record."""

from models.ground.errors import NotFound
from services.actor import Actor, staff_id_of
from services.appointments.open_appointment import lock_appointment, open_key
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import LOOKS_AT_IDENTITIES
from services.identity.appointment_contact import Contact, find_contact
from services.unit_of_work import UnitOfWork


def see_contact(appointment_id: str, unit_of_work: UnitOfWork, actor: Actor) -> Contact:
    """Never log or cache it. NotFound, also once it is deleted.

    TriedTooOften("LOOKED_TOO_OFTEN") beyond thirty looks of his in an hour, at identities of any kind.
    """
    key = open_key(appointment_id, unit_of_work, actor)
    count_attempt(LOOKS_AT_IDENTITIES, staff_id_of(actor), unit_of_work)
    with unit_of_work as unit:
        row = lock_appointment(appointment_id, key, unit, actor)
        contact = find_contact(row.id, unit)
        if contact is None:
            raise NotFound
        unit.trail.add(row.complaint_id, "appointment.contact_seen", {"appointment_id": row.id}, actor)
        return contact
