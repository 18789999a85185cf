"""Asks what another amount of a time limit would have made of the cases of a year, before anybody proposes or approves it."""

from __future__ import annotations

from dataclasses import dataclass

from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.errors import NotFound
from services.actor import Actor, require_role
from services.clocks.add_time_limit import find_amount_faults
from services.clocks.decide_limit import DECIDERS
from services.unit_of_work import UnitOfWork
from services.what_if.candidate import LimitCandidate
from services.what_if.enter_question import enter_question, read_span, refuse
from services.what_if.read_ran import Question


@dataclass(frozen=True, slots=True)
class AskLimit:
    """`replaces` is the id of the version that it would follow; the others as the page gives them, days empty for a year."""

    replaces: str
    amount: str
    unit: str
    since: str = ""
    until: str = ""


def ask_limit(command: AskLimit, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the question; the workers answer it.

    NotPermitted for who neither keeps the limits nor approves them, NotFound for a version that never was, InvalidInput by
    field for what could be no limit and for days that are none.
    """
    require_role(actor, *DECIDERS)
    with unit_of_work as unit:
        before = unit.session.get(TimeLimitPolicy, command.replaces)
        if before is None:
            raise NotFound
        errors: dict[str, str] = {}
        told = command.amount.strip()
        amount = int(told) if told.isascii() and told.isdecimal() and len(told) < len("10000") else -1
        if amount < 0:
            errors["amount"] = "NOT_A_NUMBER" if told else "REQUIRED"
        else:
            errors |= find_amount_faults(before.key, amount, command.unit)
        if (amount, command.unit) == (before.amount, before.unit):
            errors["amount"] = "SAME_AS_BEFORE"
        span = read_span(command.since, command.until, unit.clock.now(), errors)
        refuse(errors)
        complexity = "" if before.complaint_class is None else before.complaint_class.value
        candidate = LimitCandidate(before.id, before.key, complexity, amount, command.unit)
        return enter_question(Question(candidate, span), unit, actor)
