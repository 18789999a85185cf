"""The day list of the counter: who comes when and where, whom to call, and which days lost their reception."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, Select, select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.appointment_codes import AppointmentState, ReminderState
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.ways import Way
from models.office.appointment import Appointment
from models.office.visiting_room import VisitingRoom
from models.office.visiting_slot import VisitingSlot
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, require_role
from services.identity.appointment_contact import map_masked_contacts
from services.office.offered_times import (
    NO_LEAD,
    OfferedTime,
    find_next_workday,
    find_why_closed,
    list_offered,
)
from services.unit_of_work import Unit, UnitOfWork

_Found = Row[Appointment, VisitingRoom, Complaint | None]


@dataclass(frozen=True, slots=True)
class Visitor:
    """One appointment; name and telephone masked, empty once they are deleted.

    `is_for_others`: its case is not this person's to read, and nothing but the time is shown.
    """

    id: str
    number: str
    starts_at: datetime
    ends_at: datetime
    room: str
    name: str
    phone: str
    state: AppointmentState
    complaint_id: str | None
    case_number: str | None
    reminder_way: Way | None
    reminder_state: ReminderState
    is_for_others: bool
    may_arrive: bool


@dataclass(frozen=True, slots=True)
class VisitorList:
    """One day. `to_call`: of the next workday, those who wished a call or whom no message reached.

    `why_closed`: no reception on the day; `lost_days`: later ones without, on which appointments stand.
    """

    day: date
    visitors: tuple[Visitor, ...]
    to_call: tuple[Visitor, ...]
    next_workday: date | None
    why_closed: str | None
    lost_days: tuple[date, ...]


def list_visitors(day: date | None, unit_of_work: UnitOfWork, actor: Actor) -> VisitorList:
    """That day, today without one; cancelled appointments are left out."""
    require_role(actor, Role.INTAKE, Role.SUPERVISOR)
    with unit_of_work.reading() as unit:
        shown = day or beijing_date(unit.clock.now())
        following = find_next_workday(unit)
        of_day = _list(shown, unit, actor)
        coming = [] if following is None else _list(following, unit, actor)
        return VisitorList(
            day=shown,
            visitors=tuple(of_day),
            to_call=tuple(visitor for visitor in coming if _is_to_be_called(visitor)),
            next_workday=following,
            why_closed=find_why_closed(shown, unit),
            lost_days=_list_lost_days(unit),
        )


def read_visitor(
    appointment_id: str, unit_of_work: UnitOfWork, actor: Actor
) -> tuple[Visitor, list[OfferedTime]]:
    """One, and the times to which it may be moved; NotFound where its case is not for this person."""
    require_role(actor, Role.INTAKE, Role.SUPERVISOR)
    with unit_of_work.reading() as unit:
        rows = unit.session.execute(_query().where(Appointment.id == appointment_id)).all()
        visitors = _show(rows, unit, actor)
        if not visitors or visitors[0].is_for_others:
            raise NotFound
        return visitors[0], list_offered(NO_LEAD, unit)


def list_offered_to_clerks(unit_of_work: UnitOfWork, actor: Actor) -> list[OfferedTime]:
    """Also those that begin soon: somebody on the telephone may be next door."""
    require_role(actor, Role.INTAKE, Role.SUPERVISOR)
    with unit_of_work.reading() as unit:
        return list_offered(NO_LEAD, unit)


def _query() -> Select[Appointment, VisitingRoom, Complaint | None]:
    return (
        select(Appointment, VisitingRoom, Complaint)
        .join(VisitingSlot, VisitingSlot.id == Appointment.slot_id)
        .join(VisitingRoom, VisitingRoom.id == VisitingSlot.room_id)
        .outerjoin(Complaint, Complaint.id == Appointment.complaint_id)
    )


def _list(day: date, unit: Unit, actor: Actor) -> list[Visitor]:
    of_day = _query().where(Appointment.day == day, Appointment.state != AppointmentState.CANCELLED)
    ordered = of_day.order_by(Appointment.starts_at, VisitingRoom.name, Appointment.number)
    return _show(unit.session.execute(ordered).all(), unit, actor)


def _show(rows: Sequence[_Found], unit: Unit, actor: Actor) -> list[Visitor]:
    cases = [case for _, _, case in rows if case is not None]
    readable = list_readable_cases(cases, unit, actor)
    contacts = map_masked_contacts([row.id for row, _, _ in rows], unit)
    return [
        _visitor(found, contacts, unit, is_for_others=found[2] is not None and found[2].id not in readable)
        for found in rows
    ]


def _visitor(
    found: _Found, contacts: dict[str, tuple[str, str]], unit: Unit, *, is_for_others: bool
) -> Visitor:
    row, room, case = found
    name, phone = ("", "") if is_for_others else contacts.get(row.id, ("", ""))
    known = None if is_for_others else case
    return Visitor(
        *(row.id, "" if is_for_others else row.number, row.starts_at, row.ends_at, room.name, name, phone),
        state=row.state,
        complaint_id=None if known is None else known.id,
        case_number=None if known is None else known.number,
        reminder_way=row.reminder_way,
        reminder_state=row.reminder_state,
        is_for_others=is_for_others,
        may_arrive=beijing_date(unit.clock.now()) >= row.day,
    )


def _is_to_be_called(visitor: Visitor) -> bool:
    if visitor.state is not AppointmentState.BOOKED or visitor.is_for_others:
        return False
    if visitor.reminder_state in (ReminderState.REFUSED, ReminderState.IN_DOUBT):
        return True
    return visitor.reminder_state is ReminderState.WAITING


def _list_lost_days(unit: Unit) -> tuple[date, ...]:
    """Few days ever have appointments, so that each is asked about."""
    today = beijing_date(unit.clock.now())
    booked = select(Appointment.day).where(
        Appointment.day >= today, Appointment.state == AppointmentState.BOOKED
    )
    days = unit.session.scalars(booked.distinct().order_by(Appointment.day))
    return tuple(day for day in days.all() if find_why_closed(day, unit) is not None)
