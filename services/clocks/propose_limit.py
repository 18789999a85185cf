"""An administrator proposes the next version of a time limit; it takes effect when a second person approves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import parse_any_day
from models.clock.limit_proposal import REASON_LENGTH, LimitProposal, LimitProposalState
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from services.actor import Actor, require_role
from services.clocks.add_time_limit import AddTimeLimit, check_limit, told_limit
from services.unit_of_work import Unit, UnitOfWork

LIMIT_MOVED_ON, LIMIT_PROPOSED = "LIMIT_MOVED_ON", "LIMIT_PROPOSED"
_BIGGEST = 10_000


@dataclass(frozen=True, slots=True)
class ProposeLimit:
    """`replaces` is the id of the version that is followed; the others as the page gives them."""

    replaces: str
    amount: str
    unit: str
    basis: str
    effective_from: str
    reason: str


def propose_limit(command: ProposeLimit, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Keep it until somebody else decides; the id of the proposal.

    NotPermitted for who is no administrator, NotFound for a version that never was. InvalidInput by field as for a new limit, and
    where nothing would change; Conflict where the version has been followed (LIMIT_MOVED_ON) or a change of it waits already.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        wanted = _read_wish(command, unit)
        row = LimitProposal(
            id=new_id(),
            replaces=command.replaces,
            key=wanted.key,
            complaint_class=wanted.complexity,
            amount=wanted.amount,
            unit=wanted.unit,
            basis=wanted.basis,
            effective_from=wanted.effective_from,
            reason=command.reason.strip(),
            state=LimitProposalState.OPEN,
            by=login,
            at=unit.clock.now(),
        )
        unit.session.add(row)
        before = unit.session.get_one(TimeLimitPolicy, command.replaces)
        was = {"amount_before": before.amount, "unit_before": before.unit}
        payload = {**told_limit(wanted), **was, "proposal_id": row.id, "reason": row.reason}
        unit.trail.add(None, "limit-proposal.made", payload, actor)
        return row.id


def check_wish(command: ProposeLimit, unit_of_work: UnitOfWork, actor: Actor) -> AddTimeLimit:
    """The limit that is wished for; writes nothing and refuses as above."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        return _read_wish(command, unit)


def _read_wish(command: ProposeLimit, unit: Unit) -> AddTimeLimit:
    before = unit.session.get(TimeLimitPolicy, command.replaces)
    if before is None:
        raise NotFound
    if find_last_version(before, unit).id != before.id:
        raise Conflict(code=LIMIT_MOVED_ON)
    if find_waiting(before.id, unit) is not None:
        raise Conflict(code=LIMIT_PROPOSED)
    errors: dict[str, str] = {}
    wanted = AddTimeLimit(
        key=before.key,
        amount=_amount(command.amount, errors),
        unit=command.unit,
        basis=command.basis.strip(),
        effective_from=_day(command.effective_from, errors),
        complexity=before.complaint_class,
    )
    if not command.reason.strip():
        errors["reason"] = "REQUIRED"
    elif len(command.reason.strip()) > REASON_LENGTH:
        errors["reason"] = "TOO_LONG"
    if (wanted.amount, wanted.unit, wanted.basis) == (before.amount, before.unit, before.basis):
        errors["amount"] = "SAME_AS_BEFORE"
    try:
        check_limit(wanted, unit)
    except InvalidInput as refused:
        errors = {**refused.errors, **errors}
    if errors:
        raise InvalidInput(errors)
    return wanted


def find_last_version(version: TimeLimitPolicy, unit: Unit) -> TimeLimitPolicy:
    """The newest version of the same limit, in force or to come."""
    return unit.session.scalars(
        select(TimeLimitPolicy)
        .where(
            TimeLimitPolicy.key == version.key,
            TimeLimitPolicy.complaint_class.is_(None)
            if version.complaint_class is None
            else TimeLimitPolicy.complaint_class == version.complaint_class,
        )
        .order_by(TimeLimitPolicy.effective_from.desc())
        .limit(1)
    ).one()


def find_waiting(policy_id: str, unit: Unit) -> LimitProposal | None:
    """The change of this version that nobody has decided on."""
    return unit.session.scalars(
        select(LimitProposal).where(
            LimitProposal.replaces == policy_id, LimitProposal.state == LimitProposalState.OPEN
        )
    ).first()


def _amount(told: str, errors: dict[str, str]) -> int:
    text = told.strip()
    if not text:
        errors["amount"] = "REQUIRED"
    elif not (text.isascii() and text.isdecimal()):
        errors["amount"] = "NOT_A_NUMBER"
    return min(int(text), _BIGGEST) if text.isascii() and text.isdecimal() else -1


def _day(told: str, errors: dict[str, str]) -> date:
    try:
        return parse_any_day(told.strip())
    except ValueError:
        errors["effective_from"] = "NOT_A_DATE" if told.strip() else "REQUIRED"
        return date.min
