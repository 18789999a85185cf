"""At the counter: who came, who did not, and who was spoken with."""

from models.clock.legal_time import beijing_date
from models.ground.appointment_codes import AppointmentState
from models.ground.errors import Conflict, InvalidInput
from models.office.appointment import Appointment
from services.actor import Actor
from services.appointments.move_appointment import APPOINTMENT_OVER
from services.appointments.open_appointment import lock_appointment, open_key
from services.unit_of_work import Unit, UnitOfWork

NOT_YET = "APPOINTMENT_NOT_YET"
# From where each may be reached: a wrong press is put right on the same day.
FROM = {
    AppointmentState.ARRIVED: (AppointmentState.BOOKED, AppointmentState.MISSED),
    AppointmentState.MISSED: (AppointmentState.BOOKED, AppointmentState.ARRIVED),
    AppointmentState.DONE: (AppointmentState.ARRIVED,),
}


def receive_visitor(appointment_id: str, state: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Note it; the same again changes nothing.

    InvalidInput on `state`, Conflict("APPOINTMENT_OVER") where it does not follow, ("APPOINTMENT_NOT_YET") before the day, or
    for a visitor who is said not to have come before his time begins. NotFound.
    """
    if state not in set(FROM):
        raise InvalidInput({"state": "NOT_AN_OPTION"})
    key = open_key(appointment_id, unit_of_work, actor)
    with unit_of_work as unit:
        row = lock_appointment(appointment_id, key, unit, actor)
        set_state(row, AppointmentState(state), unit, actor)


def set_state(row: Appointment, state: AppointmentState, unit: Unit, actor: Actor) -> None:
    """The same in a unit that holds the row's lock."""
    if row.state is state:
        return
    if row.state not in FROM[state]:
        raise Conflict(code=APPOINTMENT_OVER)
    now = unit.clock.now()
    is_early = now < row.starts_at if state is AppointmentState.MISSED else beijing_date(now) < row.day
    if is_early:
        raise Conflict(code=NOT_YET)
    row.state, row.state_at = state, now
    if state is AppointmentState.ARRIVED:
        row.arrived_at = now
    unit.trail.add(row.complaint_id, f"appointment.{state.value}", {"appointment_id": row.id}, actor)
