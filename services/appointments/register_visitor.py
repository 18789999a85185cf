"""A visitor who has come says what it is about: registered as any complaint, and the visit stands in its file."""

from models.ground.appointment_codes import AppointmentState
from models.ground.errors import Conflict
from services.actor import Actor
from services.appointments.move_appointment import APPOINTMENT_OVER
from services.appointments.open_appointment import lock_appointment
from services.appointments.receive_visitor import set_state
from services.filing.new_case import FiledComplaint
from services.filing.register_complaint import Effect, RegisterComplaint, register_complaint
from services.unit_of_work import Unit, UnitOfWork


def register_visitor(
    appointment_id: str, command: RegisterComplaint, unit_of_work: UnitOfWork, actor: Actor
) -> FiledComplaint:
    """As `register_complaint`; Conflict("APPOINTMENT_OVER") for a visitor who is not here or whose case stands already."""

    def join(filed: FiledComplaint, unit: Unit) -> None:
        row = lock_appointment(appointment_id, appointment_id, unit, actor)
        if row.complaint_id == filed.complaint_id:
            # The same form again.
            return
        if row.complaint_id is not None or row.state is not AppointmentState.ARRIVED:
            raise Conflict(code=APPOINTMENT_OVER)
        row.complaint_id = filed.complaint_id
        payload = {"appointment_id": row.id, "day": row.day.isoformat()}
        unit.trail.add(filed.complaint_id, "appointment.filed", payload, actor)
        set_state(row, AppointmentState.DONE, unit, actor)

    effect = Effect(lambda unit: lock_appointment(appointment_id, appointment_id, unit, actor), join)
    return register_complaint(command, unit_of_work, actor, effect)
