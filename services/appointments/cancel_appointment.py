"""A visitor, or a clerk for him, lets go of an appointment; somebody else may have its place."""

from models.ground.appointment_codes import AppointmentState, ReminderState
from models.ground.errors import Conflict
from services.actor import Actor
from services.appointments.move_appointment import APPOINTMENT_OVER
from services.appointments.open_appointment import Key, lock_appointment, open_key
from services.unit_of_work import UnitOfWork


def cancel_appointment(key: Key, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id, also when it was cancelled before; Conflict("APPOINTMENT_OVER") once its visitor came or did not come."""
    appointment_id = open_key(key, unit_of_work, actor)
    with unit_of_work as unit:
        row = lock_appointment(appointment_id, key, unit, actor)
        if row.state is AppointmentState.CANCELLED:
            return row.id
        if row.state is not AppointmentState.BOOKED:
            raise Conflict(code=APPOINTMENT_OVER)
        row.state, row.state_at, row.seat = AppointmentState.CANCELLED, unit.clock.now(), None
        row.sequence += 1
        if row.reminder_state is ReminderState.WAITING:
            row.reminder_state = ReminderState.UNWANTED
        unit.trail.add(row.complaint_id, "appointment.cancelled", {"appointment_id": row.id}, actor)
        return row.id
