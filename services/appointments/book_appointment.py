"""A visitor books a time by himself, or a clerk for him on the telephone; once a form, however often it is sent."""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.number_series import take_number
from models.clock.legal_time import beijing_date
from models.ground.appointment_codes import AppointmentState, ReminderState
from models.ground.codes import Role
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from models.ground.ways import Way
from models.office.appointment import Appointment
from models.office.centre import Centre
from models.office.visiting_slot import VisitingSlot
from models.vault.keyring import get_keyring
from services.access.case_by_code import find_case_by_code
from services.access.readable_cases import may_read_case
from services.actor import Actor, ActorKind, require_role
from services.appointments.take_seat import take_seat
from services.attempts.rate_limit import by_source, count
from services.attempts.rules import APPOINTMENTS_PER_ADDRESS
from services.filing.contact_ways import find_contact_faults
from services.identity.appointment_contact import Contact, select_appointments_of_phone, store_contact
from services.identity.query_code import digest_query_code, write_code
from services.office.offered_times import LEAD, NO_LEAD
from services.once.once_per_submission import check_submission_id
from services.unit_of_work import Unit, UnitOfWork

LONGEST_NAME = 100
# More of one telephone number that are still to come would keep others out.
MOST_OF_ONE_PHONE = 3
REMINDER_WAYS = (Way.SMS, Way.EMAIL, Way.PHONE)


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """As typed. `time` is the key of an offered one, `reminder` one of REMINDER_WAYS or empty for none.

    `case_number` names a case that it is about: a visitor proves it by `query_code`, staff need none for one they may read.
    """

    submission_id: str
    time: str
    name: str
    phone: str
    email: str = ""
    reminder: str = ""
    case_number: str = ""
    query_code: str = ""


@dataclass(frozen=True, slots=True)
class BookedAppointment:
    """What the visitor keeps; the code is shown here only."""

    id: str
    number: str
    code: str


def book_appointment(command: BookAppointment, unit_of_work: UnitOfWork, actor: Actor) -> BookedAppointment:
    """The appointment, or that of the same form sent before.

    InvalidInput by field, also TIME_TAKEN on `time` for whoever came second; RuleRefused("RATE_LIMITED"), and
    ("TOO_MANY_APPOINTMENTS") where this telephone number has three to come.
    """
    check_submission_id(command.submission_id)
    if actor.kind is not ActorKind.CITIZEN:
        require_role(actor, Role.INTAKE, Role.SUPERVISOR)
    with unit_of_work.reading() as unit:
        if (known := _find_sent(command, unit)) is not None:
            return known
    if actor.kind is ActorKind.CITIZEN:
        count(by_source(APPOINTMENTS_PER_ADDRESS, actor, unit_of_work), unit_of_work)
    faults = _find_faults(command)
    complaint_id = None
    try:
        complaint_id = _find_case(command, unit_of_work, actor)
    except InvalidInput as refused:
        faults |= refused.errors
    if faults:
        raise InvalidInput(faults)
    with unit_of_work as unit:
        # Of two equal forms at once the second waits here and finds the first.
        unit.session.get(VisitingSlot, command.time.partition(".")[0], with_for_update=True)
        return _find_sent(command, unit) or _book(command, complaint_id, unit, actor)


def code_of(submission_id: str) -> str:
    """The code of this form, as its visitor was shown it."""
    return write_code(get_keyring().digest("appointment-code", submission_id))


def _book(command: BookAppointment, complaint_id: str | None, unit: Unit, actor: Actor) -> BookedAppointment:
    now, is_staff = unit.clock.now(), actor.kind is ActorKind.STAFF
    code = code_of(command.submission_id)
    row = Appointment(
        id=new_id(),
        submission_id=command.submission_id,
        code_hmac=digest_query_code(code),
        said_hmac=_digest_of(command),
        complaint_id=complaint_id,
        state=AppointmentState.BOOKED,
        state_at=now,
        booked_at=now,
        booked_by=actor.staff_id if is_staff else None,
        reminder_way=Way(command.reminder) if command.reminder else None,
        reminder_state=ReminderState.WAITING if command.reminder else ReminderState.UNWANTED,
    )
    _take_seat(row, command, NO_LEAD if is_staff else LEAD, unit)
    centre = unit.session.scalars(select(Centre.code)).one()
    row.number = take_number(unit.session, f"{centre}-YY", beijing_date(now).year)
    unit.session.add(row)
    unit.session.flush()
    store_contact(row.id, Contact(command.name, command.phone, command.email), unit)
    unit.trail.add(complaint_id, "appointment.booked", {"appointment_id": row.id, "day": str(row.day)}, actor)
    return BookedAppointment(row.id, row.number, code)


def _take_seat(row: Appointment, command: BookAppointment, lead: timedelta, unit: Unit) -> None:
    """The lock of the slot comes first, so that numbers and counts are those of whoever holds it."""
    take_seat(row, command.time, lead, unit)
    to_come = select(func.count()).where(
        Appointment.id.in_(select_appointments_of_phone(command.phone)),
        Appointment.state == AppointmentState.BOOKED,
        Appointment.starts_at > unit.clock.now(),
    )
    if unit.session.scalars(to_come).one() >= MOST_OF_ONE_PHONE:
        raise RuleRefused("TOO_MANY_APPOINTMENTS")


def _find_sent(command: BookAppointment, unit: Unit) -> BookedAppointment | None:
    sent = select(Appointment).where(Appointment.submission_id == command.submission_id)
    row = unit.session.scalars(sent).one_or_none()
    if row is None:
        return None
    if not hmac.compare_digest(row.said_hmac, _digest_of(command)):
        raise InvalidInput({"submission_id": "SENT_BEFORE"})
    return BookedAppointment(row.id, row.number, code_of(command.submission_id))


def _digest_of(command: BookAppointment) -> str:
    return get_keyring().digest("appointment-words", json.dumps(asdict(command), sort_keys=True))


def _find_faults(command: BookAppointment) -> dict[str, str]:
    # In the order of the form.
    faults = {} if command.time else {"time": "REQUIRED"}
    name = command.name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        faults["name"] = "TOO_LONG" if name else "REQUIRED"
    if not command.phone.strip():
        faults["phone"] = "REQUIRED"
    faults |= find_contact_faults(command.phone, command.email)
    if command.reminder and command.reminder not in set(REMINDER_WAYS):
        faults["reminder"] = "NOT_AN_OPTION"
    if command.reminder == Way.EMAIL and not command.email.strip():
        faults["email"] = "REQUIRED"
    return faults


def _find_case(command: BookAppointment, unit_of_work: UnitOfWork, actor: Actor) -> str | None:
    """None for a new matter; InvalidInput for a case that is not proven to be his, or not the clerk's to read."""
    number = command.case_number.strip().upper()
    if actor.kind is ActorKind.CITIZEN:
        if not number and not command.query_code.strip():
            return None
        found = find_case_by_code(number, command.query_code, unit_of_work, actor)
        if found is None:
            raise InvalidInput({"query_code": "CODE_UNKNOWN"})
        return found
    if not number:
        return None
    with unit_of_work.reading() as unit:
        case = unit.session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()
        if case is None or not may_read_case(case, unit, actor):
            raise InvalidInput({"case_number": "NO_SUCH_NUMBER"})
        return case.id
