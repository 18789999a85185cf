"""A lost query code is shown again to who knows the number and the telephone number on file. Limited and logged."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from services.accounts.browser_of_case import find_browser_of_case
from services.actor import Actor
from services.attempts.count_guess import count_guess
from services.attempts.rate_limit import Counted, by_source, by_source_and
from services.attempts.rules import (
    RECOVERIES_FROM_ANYWHERE,
    RECOVERIES_PER_ADDRESS,
    RECOVERIES_PER_BROWSER,
    RECOVERIES_PER_NUMBER,
)
from services.identity.phone_on_file import is_phone_on_file
from services.identity.query_code import derive_query_code
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecoverQueryCode:
    """What was typed; `marks`: what the browser keeps of cases that were written or looked up there before."""

    number: str
    phone: str
    marks: str = ""


@dataclass(frozen=True, slots=True)
class RecoveredCode:
    """The code of the complaint, the same as on the receipt."""

    query_code: str


def recover_query_code(
    command: RecoverQueryCode, unit_of_work: UnitOfWork, actor: Actor
) -> RecoveredCode | None:
    """The code, or None for a wrong number or phone alike; TriedTooOften after too many wrong ones.

    A browser in which the case was written or its code was right is counted by itself, so that strangers, however many and
    wherever they are, do not keep its owner out. Every attempt on a real number stands on its trail.
    """
    number = command.number.strip().upper()
    source = by_source(RECOVERIES_PER_ADDRESS, actor, unit_of_work)
    if not number:
        # The key of everybody who types none; no case is asked about.
        return count_guess((source,), lambda: None, unit_of_work)
    browser = find_browser_of_case(command.marks, number, unit_of_work.ports.system_clock.now())
    if browser is not None:
        keys: tuple[Counted, ...] = (Counted(RECOVERIES_PER_BROWSER, f"{number}|{browser}"),)
    else:
        anywhere = Counted(RECOVERIES_FROM_ANYWHERE, number)
        keys = (source, by_source_and(number, RECOVERIES_PER_NUMBER, actor), anywhere)
    return count_guess(keys, lambda: _recover(number, command.phone, unit_of_work, actor), unit_of_work)


def _recover(number: str, phone: str, unit_of_work: UnitOfWork, actor: Actor) -> RecoveredCode | None:
    with unit_of_work as unit:
        complaint = unit.session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()
        if complaint is None:
            return None
        is_owner = bool(phone.strip()) and is_phone_on_file(complaint.id, phone, unit)
        unit.trail.add(complaint.id, "query_code.recovery", {"is_granted": is_owner}, actor)
        return RecoveredCode(derive_query_code(complaint.submission_id)) if is_owner else None
