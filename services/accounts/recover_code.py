"""A lost query code is shown again to who knows the number and the telephone number on file. Limited and logged."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from services.actor import Actor
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import RECOVERIES_PER_ADDRESS, RECOVERIES_PER_NUMBER
from services.identity.phone_on_file import is_phone_on_file
from services.identity.query_code import derive_query_code
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecoverQueryCode:
    """What was typed."""

    number: str
    phone: str


@dataclass(frozen=True, slots=True)
class RecoveredCode:
    """The code of the complaint, the same as on the receipt."""

    query_code: str


def recover_query_code(
    command: RecoverQueryCode, unit_of_work: UnitOfWork, actor: Actor
) -> RecoveredCode | None:
    """The code, or None for a wrong number or phone alike; RuleRefused("RATE_LIMITED").

    Every attempt on a real number stands on its trail.
    """
    number = command.number.strip().upper()
    count_attempt(RECOVERIES_PER_ADDRESS, actor.client_address, unit_of_work)
    if not number:
        # The key of everybody who types none; no case is asked about.
        return None
    count_attempt(RECOVERIES_PER_NUMBER, number, unit_of_work)
    with unit_of_work as unit:
        complaint = unit.session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()
        if complaint is None:
            return None
        is_owner = bool(command.phone.strip()) and is_phone_on_file(complaint.id, command.phone, unit)
        unit.trail.add(complaint.id, "query_code.recovery", {"is_granted": is_owner}, actor)
        return RecoveredCode(derive_query_code(complaint.submission_id)) if is_owner else None
