"""Administrators say when the centre receives visitors by appointment: rooms, weekly times, days without."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.appointment_codes import AppointmentState
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.ground.ids import new_id
from models.office.appointment import Appointment
from models.office.visiting_closure import VisitingClosure
from models.office.visiting_room import LONGEST_ROOM, VisitingRoom
from models.office.visiting_slot import MOST_SEATS, VisitingSlot
from services.actor import Actor, require_role
from services.unit_of_work import Unit, UnitOfWork

LONGEST = 200
_TIME = re.compile(r"\A(?:[01]\d|2[0-3]):[0-5]\d\Z")
_DAYS = 7


@dataclass(frozen=True, slots=True)
class AddSlot:
    """As typed; times are Beijing wall times `HH:MM`."""

    room_id: str
    weekdays: tuple[str, ...]
    starts: str
    ends: str
    capacity: str


def add_room(name: str, place: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of a new room; InvalidInput on `name` (REQUIRED, TOO_LONG, NAME_TAKEN) or `place`."""
    require_role(actor, Role.ADMINISTRATOR)
    name, place = name.strip(), place.strip()
    errors = {} if name else {"name": "REQUIRED"}
    errors |= {"name": "TOO_LONG"} if len(name) > LONGEST_ROOM else {}
    errors |= {"place": "TOO_LONG"} if len(place) > LONGEST else {}
    with unit_of_work as unit:
        known = select(VisitingRoom.id).where(VisitingRoom.name == name)
        if not errors and unit.session.scalars(known).first() is not None:
            errors = {"name": "NAME_TAKEN"}
        if errors:
            raise InvalidInput(errors)
        room = VisitingRoom(id=new_id(), name=name, place=place, is_open=True)
        unit.session.add(room)
        unit.trail.add(None, "visiting_room.added", {"room_id": room.id}, actor)
        return room.id


def set_room_open(room_id: str, unit_of_work: UnitOfWork, actor: Actor, *, is_open: bool) -> None:
    """Close a room to new appointments, or open it again; those that stand there stay."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        room = unit.session.get(VisitingRoom, room_id, with_for_update=True)
        if room is None:
            raise NotFound
        if room.is_open is not is_open:
            room.is_open = is_open
            unit.trail.add(None, "visiting_room.changed", {"room_id": room_id, "is_open": is_open}, actor)


def add_slots(command: AddSlot, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """The same time on each of the weekdays; one that stands there gets the new end and places. InvalidInput by field."""
    require_role(actor, Role.ADMINISTRATOR)
    errors = _find_faults(command)
    with unit_of_work as unit:
        if unit.session.get(VisitingRoom, command.room_id) is None:
            errors["room_id"] = "REQUIRED"
        if errors:
            raise InvalidInput(errors)
        for weekday in sorted({int(weekday) for weekday in command.weekdays}):
            _put_slot(command, weekday, unit)
        payload = {
            "room_id": command.room_id,
            "weekdays": sorted(command.weekdays),
            "starts": command.starts,
            "ends": command.ends,
            "capacity": int(command.capacity),
        }
        unit.trail.add(None, "visiting_slot.set", payload, actor)


def close_slot(slot_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Offer this weekly time no longer; appointments that stand there stay."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        slot = unit.session.get(VisitingSlot, slot_id, with_for_update=True)
        if slot is None:
            raise NotFound
        if slot.is_open:
            slot.is_open = False
            unit.trail.add(None, "visiting_slot.closed", {"slot_id": slot_id}, actor)


def close_day(day: str, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """No reception on that day; how many appointments stand on it, whose people somebody has to call. InvalidInput by field."""
    login = require_role(actor, Role.ADMINISTRATOR)
    reason = reason.strip()
    errors = {} if reason else {"reason": "REQUIRED"}
    errors |= {"reason": "TOO_LONG"} if len(reason) > LONGEST else {}
    try:
        closed = parse_any_day(day)
    except ValueError:
        raise InvalidInput(errors | {"day": "NOT_A_DATE"}) from None
    with unit_of_work as unit:
        if closed < beijing_date(unit.clock.now()):
            errors["day"] = "IN_THE_PAST"
        if errors:
            raise InvalidInput(errors)
        unit.session.merge(VisitingClosure(day=closed, reason=reason, by=login))
        unit.trail.add(None, "visiting_day.closed", {"day": day}, actor)
        booked = select(func.count()).where(
            Appointment.day == closed, Appointment.state == AppointmentState.BOOKED
        )
        return unit.session.scalars(booked).one()


def open_day(day: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Receive on that day again; NotFound for one that is not closed."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        try:
            row = unit.session.get(VisitingClosure, date.fromisoformat(day))
        except ValueError:
            row = None
        if row is None:
            raise NotFound
        unit.session.delete(row)
        unit.trail.add(None, "visiting_day.opened", {"day": day}, actor)


def _find_faults(command: AddSlot) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not command.weekdays or not all(day.isdecimal() and int(day) < _DAYS for day in command.weekdays):
        errors["weekdays"] = "REQUIRED"
    for name, typed in (("starts", command.starts), ("ends", command.ends)):
        if not _TIME.match(typed):
            errors[name] = "NOT_A_TIME"
    if not errors and command.ends <= command.starts:
        errors["ends"] = "ENDS_BEFORE_IT_BEGINS"
    if not (
        command.capacity.isdecimal()
        and len(command.capacity) < 4
        and 1 <= int(command.capacity) <= MOST_SEATS
    ):
        errors["capacity"] = "NOT_A_NUMBER"
    return errors


def _put_slot(command: AddSlot, weekday: int, unit: Unit) -> None:
    at_this_time = select(VisitingSlot).where(
        VisitingSlot.room_id == command.room_id,
        VisitingSlot.weekday == weekday,
        VisitingSlot.starts == command.starts,
    )
    slot = unit.session.scalars(at_this_time.with_for_update()).one_or_none()
    if slot is None:
        slot = VisitingSlot(id=new_id(), room_id=command.room_id, weekday=weekday, starts=command.starts)
        unit.session.add(slot)
    slot.ends, slot.capacity, slot.is_open = command.ends, int(command.capacity), True
    unit.session.flush()
