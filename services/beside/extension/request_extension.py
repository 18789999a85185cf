"""Asks for more time to handle a case: with a reason, within the cap of its class, once per round, before the old date."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState, Rung
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.approval_codes import ApprovalKind, ApprovalLevel
from models.ground.codes import Complexity
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor
from services.case.earlier_diagram import find_diagram_bar
from services.clocks.channel_limit import is_channels
from services.clocks.get_clock import find_running_clock
from services.clocks.time_limits import get_policy_by_key
from services.office.approvals import level_of
from services.requests.kinds.extension import EXTENSION
from services.requests.open_request import NewRequest, open_request
from services.unit_of_work import Unit

CAP_KEY = "extension_cap"
NOTHING_TO_EXTEND = "NOTHING_TO_EXTEND"
CLOCK_PAUSED = "CLOCK_PAUSED"
EXTENSION_TOO_LATE = "EXTENSION_TOO_LATE"
EXTENSION_USED = "EXTENSION_USED"
EXTENSION_OPEN = "EXTENSION_OPEN"
# The date that counts is the channel's: only the channel can give another.
CHANNELS_DATE = "CHANNELS_DATE"


@dataclass(frozen=True, slots=True)
class RequestExtension:
    """Why, and by how many working days or whatever unit the cap of the class has."""

    reason: str
    amount: int


def request_extension(command: RequestExtension, complaint: Complaint, unit: Unit, actor: Actor) -> Extension:
    """Open the request in the caller's unit; where the policy says that nobody approves it, it is left to be told.

    RuleRefused: NOTHING_TO_EXTEND, CLOCK_PAUSED, EXTENSION_TOO_LATE, CHANNELS_DATE, EXTENSION_USED, EXTENSION_OPEN.
    InvalidInput on `reason` or, beyond the cap, on `amount`.
    """
    clock = get_extendable_clock(complaint, unit)
    cap = _get_cap(complaint, unit)
    _check(command, cap)
    row = Extension(
        reason=command.reason.strip(),
        amount=command.amount,
        unit=cap.unit,
        extended_clock_id=clock.id,
        old_due_at=clock.due_at,
    )
    if level_of(ApprovalKind.EXTENSION, unit) is ApprovalLevel.NOBODY:
        row.is_approved, row.decided_by, row.decided_at = True, actor.name, unit.clock.now()
    # The decision is worth nothing after the old date, so its own limit ends there at the latest.
    open_request(NewRequest(EXTENSION, row, not_after=row.old_due_at), complaint, unit, actor)
    return row


def get_extendable_clock(complaint: Complaint, unit: Unit) -> Clock:
    """The running resolve clock if its round may still be extended; RuleRefused with the rule otherwise."""
    clock = find_running_clock(complaint.id, ClockKind.RESOLVE, unit)
    if clock is None:
        raise RuleRefused(NOTHING_TO_EXTEND)
    if clock.rung is Rung.PAUSED:
        raise RuleRefused(CLOCK_PAUSED)
    if unit.clock.now() >= clock.due_at:
        raise RuleRefused(EXTENSION_TOO_LATE)
    if is_channels(clock):
        raise RuleRefused(CHANNELS_DATE)
    earlier = unit.session.scalars(
        select(Extension).where(Extension.complaint_id == complaint.id, Extension.round == complaint.round)
    ).all()
    if any(row.is_effective for row in earlier):
        raise RuleRefused(EXTENSION_USED)
    if any(row.state is RequestState.OPEN for row in earlier):
        raise RuleRefused(EXTENSION_OPEN)
    if code := find_diagram_bar(EXTENSION, complaint, unit):
        raise RuleRefused(code)
    return clock


def _get_cap(complaint: Complaint, unit: Unit) -> TimeLimitPolicy:
    complexity = complaint.complexity or Complexity.SIMPLE
    return get_policy_by_key(unit.session, CAP_KEY, complexity, beijing_date(unit.clock.now()))


def _check(command: RequestExtension, cap: TimeLimitPolicy) -> None:
    errors: dict[str, str] = {}
    if not command.reason.strip():
        errors["reason"] = "REQUIRED"
    if command.amount < 1:
        errors["amount"] = "TOO_SMALL"
    elif command.amount > cap.amount:
        errors["amount"] = "TOO_LARGE"
    if errors:
        raise InvalidInput(errors)
