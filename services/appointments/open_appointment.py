"""Whose appointment may be opened: its visitor's, by number and code, and that of any clerk who may know of its case."""

import hmac
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.office.appointment import Appointment
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.attempts.count_guess import check_code
from services.attempts.rate_limit import by_source, by_source_and
from services.attempts.rules import APPOINTMENT_CODES_PER_ADDRESS, APPOINTMENT_CODES_PER_NUMBER
from services.identity.query_code import digest_query_code
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class OwnKey:
    """What a visitor was given, as typed."""

    number: str
    code: str


# A visitor has number and code, staff the id from their pages.
Key = OwnKey | str


def open_key(key: Key, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id. NotFound for a wrong number or code alike; TriedTooOften for one more after too many."""
    if isinstance(key, str):
        require_role(actor, Role.INTAKE, Role.SUPERVISOR)
        return key
    number = key.number.strip().upper()
    if not number:
        raise NotFound
    keys = (
        by_source(APPOINTMENT_CODES_PER_ADDRESS, actor, unit_of_work),
        by_source_and(number, APPOINTMENT_CODES_PER_NUMBER, actor),
    )
    found = check_code(keys, lambda: _find(number, key.code, unit_of_work), unit_of_work)
    if found is None:
        raise NotFound
    return found


def lock_appointment(appointment_id: str, key: Key, unit: Unit, actor: Actor) -> Appointment:
    """The row of an opened key, locked; NotFound where its case is not for this clerk."""
    row = unit.session.get(Appointment, appointment_id, with_for_update=True)
    if row is None:
        raise NotFound
    if isinstance(key, str) and row.complaint_id is not None:
        case = unit.session.get_one(Complaint, row.complaint_id)
        if not may_read_case(case, unit, actor):
            raise NotFound
    return row


def _find(number: str, code: str, unit_of_work: UnitOfWork) -> str | None:
    if "\x00" in number:
        return None
    digest = digest_query_code(code)
    with unit_of_work.reading() as unit:
        row = unit.session.scalars(select(Appointment).where(Appointment.number == number)).one_or_none()
        return row.id if row is not None and hmac.compare_digest(row.code_hmac, digest) else None
