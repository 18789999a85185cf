"""Rooms, weekly times and closed days as administrators see them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.office.visiting_closure import VisitingClosure
from models.office.visiting_room import VisitingRoom
from models.office.visiting_slot import VisitingSlot
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class WeeklyTime:
    """One open time; `weekday` 0 is Monday."""

    id: str
    weekday: int
    starts: str
    ends: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Room:
    """One room with its open times, in their order."""

    id: str
    name: str
    place: str
    is_open: bool
    times: tuple[WeeklyTime, ...]


@dataclass(frozen=True, slots=True)
class VisitingHours:
    """All rooms, and the closed days that are still to come."""

    rooms: tuple[Room, ...]
    closures: tuple[tuple[date, str], ...]


def read_visiting_hours(unit_of_work: UnitOfWork, actor: Actor) -> VisitingHours:
    """For administrators."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        open_slots = select(VisitingSlot).where(VisitingSlot.is_open)
        slots = unit.session.scalars(open_slots.order_by(VisitingSlot.weekday, VisitingSlot.starts)).all()
        rooms = unit.session.scalars(select(VisitingRoom).order_by(VisitingRoom.name)).all()
        today = beijing_date(unit.clock.now())
        closed = select(VisitingClosure).where(VisitingClosure.day >= today).order_by(VisitingClosure.day)
        return VisitingHours(
            tuple(
                Room(
                    *(room.id, room.name, room.place, room.is_open),
                    tuple(
                        WeeklyTime(slot.id, slot.weekday, slot.starts, slot.ends, slot.capacity)
                        for slot in slots
                        if slot.room_id == room.id
                    ),
                )
                for room in rooms
            ),
            tuple((row.day, row.reason) for row in unit.session.scalars(closed)),
        )
