"""A limit of the centre's own: a new one for a watch that an owner drew, or a new amount of a limit in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.lifecycle import ClockKind
from models.clock.deadline import HOURS, WORKING_DAYS
from models.clock.legal_time import beijing_date
from models.clock.limit_proposal import BASIS_LENGTH
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity, Role
from models.ground.errors import Conflict, InvalidInput
from models.ground.ids import new_id
from services.actor import Actor, require_role
from services.clocks.legal_cap import find_legal_cap
from services.clocks.time_limits import SAME_DAY, UPWARD_REPORT, present_key
from services.unit_of_work import Unit, UnitOfWork

CERTAINTY = "本机构规定"
UNITS = frozenset({"wd", "cd"})
# The key follows a dot in a watch's `clock_id`, so it holds none.
KEY = re.compile(r"[a-z][a-z0-9_]{1,38}")
LONGEST = 365
# Followed by the cap and its source.
BEYOND_LAW = "BEYOND_LAW"


@dataclass(frozen=True, slots=True)
class AddTimeLimit:
    """`amount` working days (`wd`) or calendar days (`cd`); without `complexity` it holds for every class.

    0 is the working day on which it begins, where the limit is one of the same day.
    """

    key: str
    amount: int
    unit: str
    basis: str
    effective_from: date
    complexity: Complexity | None = None


def add_time_limit(command: AddTimeLimit, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Add the limit for clocks that open from its day on; open clocks keep the date that was told.

    Refused: a day before today, a second row of the same key, class and day (Conflict), values that are no limit
    or that pass the cap of the law (InvalidInput by field); administrators only.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        check_limit(command, unit)
        enter_limit(command, login, unit, actor)


def check_limit(command: AddTimeLimit, unit: Unit) -> None:
    """InvalidInput and Conflict as above; writes nothing."""
    _check(command, beijing_date(unit.clock.now()))
    _refuse_second(command, unit)


def enter_limit(command: AddTimeLimit, approved_by: str, unit: Unit, actor: Actor) -> str:
    """Write a checked limit as the rule of the centre; the id of its row."""
    row_id = new_id()
    unit.session.add(
        TimeLimitPolicy(
            id=row_id,
            key=present_key(command.key),
            complaint_class=command.complexity,
            amount=command.amount,
            unit=command.unit,
            basis=command.basis.strip(),
            certainty=CERTAINTY,
            effective_from=command.effective_from,
            approved_by=approved_by,
        )
    )
    unit.trail.add(None, "time-limit.added", told_limit(command), actor)
    return row_id


def units_of(key: str) -> frozenset[str]:
    """What a limit may be counted in: hours only where nobody may wait for the next working day.

    What a review orders is told in working days, each time anew.
    """
    if present_key(key) == ClockKind.FILE_DEFECT:
        return frozenset({WORKING_DAYS})
    return UNITS | {HOURS} if present_key(key) == UPWARD_REPORT else UNITS


def find_amount_faults(key: str, amount: int, unit: str) -> dict[str, str]:
    """Why a limit of this key cannot be so much: a code by field; empty where it can."""
    errors = {}
    cap = find_legal_cap(present_key(key))
    least = 0 if present_key(key) in SAME_DAY else 1
    if not least <= amount <= LONGEST:
        errors["amount"] = "OUT_OF_RANGE"
    elif cap is not None and cap.is_passed_by(amount, unit):
        errors["amount"] = f"{BEYOND_LAW}: {cap.words}"
    if unit not in units_of(key):
        errors["unit"] = "NOT_AN_OPTION"
    return errors


def _check(command: AddTimeLimit, today: date) -> None:
    errors = find_amount_faults(command.key, command.amount, command.unit)
    if not KEY.fullmatch(command.key):
        errors["key"] = "NOT_A_KEY"
    if not command.basis.strip():
        errors["basis"] = "REQUIRED"
    elif len(command.basis.strip()) > BASIS_LENGTH:
        errors["basis"] = "TOO_LONG"
    if command.effective_from < today:
        errors["effective_from"] = "IN_THE_PAST"
    if errors:
        raise InvalidInput(errors)


def _refuse_second(command: AddTimeLimit, unit: Unit) -> None:
    # Not left to the unique constraint: a class of null is never equal to another null.
    same = select(TimeLimitPolicy.id).where(
        TimeLimitPolicy.key == present_key(command.key),
        TimeLimitPolicy.complaint_class.is_(None)
        if command.complexity is None
        else TimeLimitPolicy.complaint_class == command.complexity,
        TimeLimitPolicy.effective_from == command.effective_from,
    )
    if unit.session.scalars(same).first() is not None:
        raise Conflict(code="LIMIT_EXISTS")


def told_limit(command: AddTimeLimit) -> dict[str, object]:
    """What the trail says of it: codes, numbers and dates."""
    return {
        "key": present_key(command.key),
        "class": None if command.complexity is None else command.complexity.value,
        "amount": command.amount,
        "unit": command.unit,
        "effective_from": command.effective_from.isoformat(),
    }
