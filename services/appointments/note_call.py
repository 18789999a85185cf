"""A clerk has called a visitor of the next working day; nobody calls or writes to him a second time."""

from models.ground.appointment_codes import AppointmentState, ReminderState
from models.ground.errors import Conflict
from services.actor import Actor
from services.appointments.move_appointment import APPOINTMENT_OVER
from services.appointments.open_appointment import lock_appointment, open_key
from services.unit_of_work import UnitOfWork


def note_call(appointment_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Note it; again changes nothing. Conflict("APPOINTMENT_OVER") once it is not to come, or while a message is leaving."""
    key = open_key(appointment_id, unit_of_work, actor)
    with unit_of_work as unit:
        row = lock_appointment(appointment_id, key, unit, actor)
        if row.reminder_state is ReminderState.TOLD:
            return
        if row.state is not AppointmentState.BOOKED or row.reminder_state is ReminderState.SENDING:
            raise Conflict(code=APPOINTMENT_OVER)
        row.reminder_state, row.reminded_at = ReminderState.TOLD, unit.clock.now()
        payload = {"appointment_id": row.id, "way": "phone"}
        unit.trail.add(row.complaint_id, "appointment.reminded", payload, actor)
