"""The second person at a change of a time limit: approved, refused, or withdrawn by who proposed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from models.clock.limit_proposal import REASON_LENGTH, LimitProposal, LimitProposalState
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from services.actor import Actor, require_role
from services.clocks.add_time_limit import AddTimeLimit, check_limit, enter_limit
from services.clocks.propose_limit import LIMIT_MOVED_ON, find_last_version
from services.unit_of_work import Unit, UnitOfWork

# Whose word a limit may have beside who keeps the office's data.
DECIDERS = (Role.ADMINISTRATOR, Role.DIRECTOR)
FOUR_EYES, ALREADY_DECIDED, LIMIT_DAY_PASSED = "FOUR_EYES", "LIMIT_DECIDED", "LIMIT_DAY_PASSED"


class LimitDecision(StrEnum):
    """What is said of a proposal."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_STATES: Mapping[LimitDecision, LimitProposalState] = {
    LimitDecision.APPROVE: LimitProposalState.APPROVED,
    LimitDecision.REFUSE: LimitProposalState.REFUSED,
    LimitDecision.WITHDRAW: LimitProposalState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class DecideLimit:
    """A reason is wanted where it is refused."""

    proposal_id: str
    decision: str
    reason: str = ""


def decide_limit(command: DecideLimit, unit_of_work: UnitOfWork, actor: Actor) -> LimitProposalState:
    """Decide on it; what was approved is in force from its day, with who approved it. Where it stands then.

    NotPermitted("FOUR_EYES") for who proposed it and would decide himself, or would withdraw what another proposed. Conflict
    where it is decided, its day has passed or another version came meanwhile: it can then only be refused or withdrawn.
    """
    login = require_role(actor, *DECIDERS)
    with unit_of_work as unit:
        row = unit.session.get(LimitProposal, command.proposal_id, with_for_update=True)
        if row is None:
            raise NotFound
        decision, reason = _check(command)
        if row.state is not LimitProposalState.OPEN:
            raise Conflict(code=ALREADY_DECIDED)
        if (row.by == login) is not (decision is LimitDecision.WITHDRAW):
            raise NotPermitted(code=FOUR_EYES)
        if decision is LimitDecision.APPROVE:
            _approve(row, login, unit, actor)
        row.state, row.decision_reason = _STATES[decision], reason
        row.decided_by, row.decided_at = login, unit.clock.now()
        payload = {"proposal_id": row.id, "key": row.key, "proposed_by": row.by, "reason": reason}
        unit.trail.add(None, f"limit-proposal.{row.state.value}", payload, actor)
        return row.state


def find_obstacle(row: LimitProposal, unit: Unit) -> str | None:
    """Why it cannot be approved any more: a code, None while it can."""
    before = unit.session.get_one(TimeLimitPolicy, row.replaces)
    if find_last_version(before, unit).id != row.replaces:
        return LIMIT_MOVED_ON
    try:
        check_limit(_limit_of(row), unit)
    except InvalidInput as refused:
        return LIMIT_DAY_PASSED if set(refused.errors) == {"effective_from"} else LIMIT_MOVED_ON
    except Conflict as refused:
        return refused.code
    return None


def count_waiting_limits(unit_of_work: UnitOfWork, actor: Actor) -> int:
    """How many wait for this person: not those that he proposed himself."""
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        waiting = select(func.count()).where(
            LimitProposal.state == LimitProposalState.OPEN, LimitProposal.by != login
        )
        return unit.session.scalar(waiting) or 0


def _check(command: DecideLimit) -> tuple[LimitDecision, str]:
    reason = command.reason.strip()
    if command.decision not in set(LimitDecision):
        raise InvalidInput({"decision": "NOT_AN_OPTION"})
    decision = LimitDecision(command.decision)
    if len(reason) > REASON_LENGTH:
        raise InvalidInput({"reason": "TOO_LONG"})
    if decision is LimitDecision.REFUSE and not reason:
        raise InvalidInput({"reason": "REQUIRED"})
    return decision, reason


def _approve(row: LimitProposal, login: str, unit: Unit, actor: Actor) -> None:
    obstacle = find_obstacle(row, unit)
    if obstacle is not None:
        raise Conflict(code=obstacle)
    enter_limit(_limit_of(row), login, unit, actor)


def _limit_of(row: LimitProposal) -> AddTimeLimit:
    return AddTimeLimit(
        key=row.key,
        amount=row.amount,
        unit=row.unit,
        basis=row.basis,
        effective_from=row.effective_from,
        complexity=row.complaint_class,
    )
