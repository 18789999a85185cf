"""The second person at a text about the use of personal data: approved it is shown from this moment on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.privacy_codes import NoticeState
from models.office.privacy_notice import PrivacyNotice
from services.actor import Actor, require_role
from services.office.privacy_notices import find_notice_in_force
from services.office.propose_privacy_notice import LONGEST_REASON, is_other_purpose
from services.unit_of_work import Unit, UnitOfWork

# Whose word it may have beside who keeps the office's data.
DECIDERS = (Role.ADMINISTRATOR, Role.DIRECTOR)
FOUR_EYES, NOTICE_DECIDED = "FOUR_EYES", "NOTICE_DECIDED"


class NoticeDecision(StrEnum):
    """What is said of a proposed text."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


STATES: Mapping[NoticeDecision, NoticeState] = {
    NoticeDecision.APPROVE: NoticeState.APPROVED,
    NoticeDecision.REFUSE: NoticeState.REFUSED,
    NoticeDecision.WITHDRAW: NoticeState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class DecidePrivacyNotice:
    """A reason is wanted where it is refused."""

    notice_id: str
    decision: str
    reason: str = ""


def decide_privacy_notice(
    command: DecidePrivacyNotice, unit_of_work: UnitOfWork, actor: Actor
) -> NoticeState:
    """Decide on it; approved it takes the place of the one in force. Where it stands then.

    NotPermitted("FOUR_EYES") for who proposed it and would decide himself, or would withdraw what another proposed;
    Conflict("NOTICE_DECIDED") where it is decided, InvalidInput on `decision` or `reason`.
    """
    login = require_role(actor, *DECIDERS)
    with unit_of_work as unit:
        row = unit.session.get(PrivacyNotice, command.notice_id, with_for_update=True)
        if row is None:
            raise NotFound
        decision, reason = read_decision(command.decision, command.reason)
        if row.state is not NoticeState.OPEN:
            raise Conflict(code=NOTICE_DECIDED)
        if (row.by == login) is not (decision is NoticeDecision.WITHDRAW):
            raise NotPermitted(code=FOUR_EYES)
        if decision is NoticeDecision.APPROVE:
            _put_in_force(row, unit)
        row.state, row.decision_reason = STATES[decision], reason or None
        row.decided_by, row.decided_at = login, unit.clock.now()
        payload = {"notice_id": row.id, "version": row.version, "proposed_by": row.by, "reason": reason}
        unit.trail.add(None, f"privacy-notice.{row.state.value}", payload, actor)
        return row.state


def read_decision(typed: str, words: str) -> tuple[NoticeDecision, str]:
    """What a second person says, and why; InvalidInput on `decision` or `reason`, which a refusal wants."""
    reason = words.strip()
    if typed not in set(NoticeDecision):
        raise InvalidInput({"decision": "NOT_AN_OPTION"})
    decision = NoticeDecision(typed)
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": "TOO_LONG"})
    if decision is NoticeDecision.REFUSE and not reason:
        raise InvalidInput({"reason": "REQUIRED"})
    return decision, reason


def _put_in_force(row: PrivacyNotice, unit: Unit) -> None:
    now = unit.clock.now()
    before = find_notice_in_force(unit)
    row.changes_purpose = is_other_purpose(row.parts, before)
    if before is not None:
        before.ended_at = now
    row.in_force_from = now
    row.version = _next_version(beijing_date(now).isoformat(), unit)


def _next_version(day: str, unit: Unit) -> str:
    """The day, and of a second one of that day its number too."""
    same_day = unit.session.scalar(
        select(func.count()).where(PrivacyNotice.version.startswith(day, autoescape=True))
    )
    return f"{day}-{same_day + 1}" if same_day else day
