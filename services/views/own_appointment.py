"""An appointment as its visitor reads it, by number and code."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ground.appointment_codes import AppointmentState
from models.office.appointment import Appointment
from models.office.visiting_room import VisitingRoom
from models.office.visiting_slot import VisitingSlot
from services.actor import Actor
from services.appointments.open_appointment import OwnKey, open_key
from services.office.offered_times import LEAD, OfferedTime, find_why_closed, list_offered
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OwnAppointment:
    """Nobody's name and nothing of the matter. `why_closed`: the day takes no visitors any more, and the office calls."""

    number: str
    starts_at: datetime
    ends_at: datetime
    room: str
    place: str
    state: AppointmentState
    sequence: int
    is_to_come: bool
    why_closed: str | None

    @property
    def is_cancelled(self) -> bool:
        """Whether its place is free again."""
        return self.state is AppointmentState.CANCELLED


def read_own_appointment(key: OwnKey, unit_of_work: UnitOfWork, actor: Actor) -> OwnAppointment:
    """As it stands now; NotFound and RuleRefused as in `open_key`."""
    return read_booked_appointment(open_key(key, unit_of_work, actor), unit_of_work)


def read_booked_appointment(appointment_id: str, unit_of_work: UnitOfWork) -> OwnAppointment:
    """The same for whoever has just booked it, and was not asked for number and code."""
    with unit_of_work.reading() as unit:
        row, room = unit.session.execute(
            select(Appointment, VisitingRoom)
            .join(VisitingSlot, VisitingSlot.id == Appointment.slot_id)
            .join(VisitingRoom, VisitingRoom.id == VisitingSlot.room_id)
            .where(Appointment.id == appointment_id)
        ).one()
        is_booked = row.state is AppointmentState.BOOKED
        return OwnAppointment(
            *(row.number, row.starts_at, row.ends_at, room.name, room.place, row.state, row.sequence),
            is_to_come=is_booked and row.starts_at > unit.clock.now(),
            why_closed=find_why_closed(row.day, unit) if is_booked else None,
        )


def list_offered_times(unit_of_work: UnitOfWork) -> list[OfferedTime]:
    """For visitors: the times of the next workdays."""
    with unit_of_work.reading() as unit:
        return list_offered(LEAD, unit)
