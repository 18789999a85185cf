"""When the rooms take appointments: weekly times on workdays by the calendar, without closed days and full times."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from models.clock.calendar_days import CalendarYearMissing, WorkCalendar, days_between
from models.clock.legal_time import ONE_DAY, at_time, beijing_date
from models.office.appointment import Appointment
from models.office.visiting_closure import VisitingClosure
from models.office.visiting_room import VisitingRoom
from models.office.visiting_slot import VisitingSlot
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit

HORIZON_WORKDAYS = 10
# Somebody has to read it and to come.
LEAD = timedelta(hours=2)
NO_LEAD = timedelta(0)
REST_DAY = "REST_DAY"


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """One time of one day; `free` places are left, none in one that is full."""

    slot_id: str
    day: date
    starts: str
    ends: str
    room: str
    place: str
    free: int

    @property
    def key(self) -> str:
        """What a form sends."""
        return f"{self.slot_id}.{self.day.isoformat()}"

    @property
    def starts_at(self) -> datetime:
        """The moment it begins."""
        return at_time(self.day, self.starts)

    @property
    def ends_at(self) -> datetime:
        """The moment it ends."""
        return at_time(self.day, self.ends)


def list_offered(lead: timedelta, unit: Unit) -> list[OfferedTime]:
    """The times of the next ten workdays that begin after `lead`, in order; full ones too, so that one sees them full."""
    calendar, now = load_calendar(unit.session), unit.clock.now()
    days = list(_days(beijing_date(now), calendar))
    if not days:
        return []
    closed = set(unit.session.scalars(select(VisitingClosure.day).where(VisitingClosure.day.in_(days))))
    taken = _count_taken(days, unit)
    slots = unit.session.execute(
        select(VisitingSlot, VisitingRoom)
        .join(VisitingRoom, VisitingRoom.id == VisitingSlot.room_id)
        .where(VisitingSlot.is_open, VisitingRoom.is_open)
    ).all()
    offered = [
        OfferedTime(
            *(slot.id, day, slot.starts, slot.ends, room.name, room.place),
            max(0, slot.capacity - taken.get((slot.id, day), 0)),
        )
        for day in days
        if day not in closed
        for slot, room in slots
        if slot.weekday == day.weekday()
    ]
    begins_after = [time for time in offered if time.starts_at > now + lead]
    return sorted(begins_after, key=lambda time: (time.day, time.starts, time.room))


def find_why_closed(day: date, unit: Unit) -> str | None:
    """REST_DAY, or the reason of the office; None for a day of reception."""
    try:
        if not load_calendar(unit.session).is_workday(day):
            return REST_DAY
    except CalendarYearMissing:
        return REST_DAY
    closure = unit.session.get(VisitingClosure, day)
    return None if closure is None else closure.reason


def find_next_workday(unit: Unit) -> date | None:
    """The workday after today; None while today is none, or where the calendar ends."""
    calendar, today = load_calendar(unit.session), beijing_date(unit.clock.now())
    try:
        return calendar.next_workday(today) if calendar.is_workday(today) else None
    except CalendarYearMissing:
        return None


def _days(today: date, calendar: WorkCalendar) -> Iterator[date]:
    """Today and the next workdays, as far as the calendar reaches."""
    left = HORIZON_WORKDAYS
    try:
        for day in days_between(today - ONE_DAY, date.max):
            if calendar.is_workday(day):
                yield day
                left -= day != today
            if not left:
                return
    except CalendarYearMissing:
        return


def _count_taken(days: Collection[date], unit: Unit) -> dict[tuple[str, date], int]:
    rows = unit.session.execute(
        select(Appointment.slot_id, Appointment.day, func.count())
        .where(Appointment.day.in_(days), Appointment.seat.is_not(None))
        .group_by(Appointment.slot_id, Appointment.day)
    )
    return {(slot_id, day): count for slot_id, day, count in rows}
