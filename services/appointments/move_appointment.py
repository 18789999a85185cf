"""A visitor, or a clerk for him, moves an appointment to another time; its old place is free at once."""

from models.ground.appointment_codes import AppointmentState, ReminderState
from models.ground.errors import Conflict
from services.actor import Actor, ActorKind
from services.appointments.open_appointment import Key, lock_appointment, open_key
from services.appointments.take_seat import take_seat
from services.office.offered_times import LEAD, NO_LEAD
from services.unit_of_work import UnitOfWork

APPOINTMENT_OVER = "APPOINTMENT_OVER"


def move_appointment(key: Key, time: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id. The time it has already changes nothing.

    InvalidInput on `time` as in `take_seat`, with the old place kept; Conflict("APPOINTMENT_OVER") once it is no longer to come.
    """
    appointment_id = open_key(key, unit_of_work, actor)
    lead = NO_LEAD if actor.kind is ActorKind.STAFF else LEAD
    with unit_of_work as unit:
        row = lock_appointment(appointment_id, key, unit, actor)
        if row.state is not AppointmentState.BOOKED:
            raise Conflict(code=APPOINTMENT_OVER)
        if f"{row.slot_id}.{row.day.isoformat()}" == time:
            return row.id
        take_seat(row, time, lead, unit)
        row.sequence += 1
        if row.reminder_way is not None:
            # What was said of the old time says nothing of the new one.
            row.reminder_state, row.reminded_at = ReminderState.WAITING, None
        payload = {"appointment_id": row.id, "day": row.day.isoformat()}
        unit.trail.add(row.complaint_id, "appointment.moved", payload, actor)
        return row.id
