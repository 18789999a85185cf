"""Opens the wish to withdraw a complaint; only a verified wish ends anything."""

from dataclasses import dataclass

from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind, Stage
from models.ground.codes import RequestedSide
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor
from services.case.earlier_diagram import find_diagram_bar
from services.casefile.decisions import find_decision
from services.casefile.standing import NOT_HIS_MATTER, is_bounded
from services.requests.kinds.withdrawal import WITHDRAWAL
from services.requests.open_request import NewRequest, open_request
from services.requests.open_requests import list_open_requests
from services.unit_of_work import Unit

MAX_REASON = 2_000
DECISION_MADE = "DECISION_MADE"
WITHDRAWAL_OPEN = "WITHDRAWAL_OPEN"
WITHDRAWABLE_STAGES = frozenset({Stage.INTAKE, Stage.REFERRAL, Stage.INVESTIGATION, Stage.DISPOSAL})


@dataclass(frozen=True, slots=True)
class RequestWithdrawal:
    """Why, and whether the complainant wrote it or staff notes it on behalf."""

    reason: str
    requested_side: RequestedSide


def find_withdrawal_bar(complaint: Complaint, unit: Unit) -> str | None:
    """DECISION_MADE once the opinion is approved or the answer is due; NOT_HIS_MATTER; WITHDRAWAL_OPEN while one is being
    verified; EARLIER_DIAGRAM in a run that waits for none.
    """
    approval = find_decision(complaint.id, DecisionKind.APPROVAL, complaint.round, unit)
    if complaint.stage not in WITHDRAWABLE_STAGES or approval is not None:
        return DECISION_MADE
    # What another suffered does not end by the word of who saw it, or of who cannot show that he speaks for him.
    if is_bounded(complaint.id, unit):
        return NOT_HIS_MATTER
    if list_open_requests(complaint.id, unit, kinds=(WITHDRAWAL,)):
        return WITHDRAWAL_OPEN
    return find_diagram_bar(WITHDRAWAL, complaint, unit)


def request_withdrawal(
    command: RequestWithdrawal, complaint: Complaint, unit: Unit, actor: Actor
) -> Withdrawal:
    """Open it in the caller's unit; RuleRefused with the code of find_withdrawal_bar, InvalidInput on `reason`."""
    if code := find_withdrawal_bar(complaint, unit):
        raise RuleRefused(code)
    reason = command.reason.strip()
    if not reason or len(reason) > MAX_REASON:
        raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
    row = Withdrawal(
        reason=reason,
        requested_side=command.requested_side,
    )
    open_request(NewRequest(WITHDRAWAL, row), complaint, unit, actor)
    return row
