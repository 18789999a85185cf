"""A place of an offered time, taken so that two who ask at the same moment never get one."""

from datetime import timedelta

from sqlalchemy import select

from models.ground.errors import InvalidInput
from models.office.appointment import Appointment
from models.office.visiting_slot import VisitingSlot
from services.office.offered_times import OfferedTime, list_offered
from services.unit_of_work import Unit


def take_seat(row: Appointment, time: str, lead: timedelta, unit: Unit) -> OfferedTime:
    """Put the lowest free place of this time into the row; whoever wants one of the same slot waits for its lock.

    InvalidInput on `time`: REQUIRED for none, TIME_TAKEN for one that is full, over or offered no longer.
    """
    if not time:
        raise InvalidInput({"time": "REQUIRED"})
    if "\x00" in time:
        raise InvalidInput({"time": "TIME_TAKEN"})
    slot = unit.session.get(VisitingSlot, time.partition(".")[0], with_for_update=True)
    offered = next((each for each in list_offered(lead, unit) if each.key == time), None)
    if slot is None or offered is None:
        raise InvalidInput({"time": "TIME_TAKEN"})
    taken = select(Appointment.seat).where(Appointment.slot_id == slot.id, Appointment.day == offered.day)
    seats = set(unit.session.scalars(taken.where(Appointment.id != row.id)))
    free = next((seat for seat in range(1, slot.capacity + 1) if seat not in seats), None)
    if free is None:
        raise InvalidInput({"time": "TIME_TAKEN"})
    row.slot_id, row.day, row.seat = slot.id, offered.day, free
    row.starts_at, row.ends_at = offered.starts_at, offered.ends_at
    return offered
