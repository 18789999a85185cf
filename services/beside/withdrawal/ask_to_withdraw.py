"""The complainant asks at the query code to withdraw."""

from dataclasses import dataclass

from models.ground.codes import RequestedSide
from services.access.case_by_code import get_case_by_code
from services.actor import Actor
from services.attempts.count_request import count_request
from services.beside.withdrawal.request_withdrawal import RequestWithdrawal, request_withdrawal
from services.casefile.get_case import get_complaint
from services.once.once_per_submission import Sending, once_per_submission
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AskToWithdraw:
    """The number and code of the complaint, and why; sent again with the same `submission_id` it is the same wish."""

    number: str
    query_code: str
    reason: str
    submission_id: str = ""


def ask_to_withdraw(command: AskToWithdraw, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the wish, which a person will verify; a repeat is the first one, also when that was decided.

    NotFound for a wrong number or code, RuleRefused RATE_LIMITED, DECISION_MADE or WITHDRAWAL_OPEN, InvalidInput on
    `reason`.
    """
    complaint_id = get_case_by_code(command.number, command.query_code, unit_of_work, actor)
    sending = Sending(command.submission_id, "withdraw", complaint_id, command.reason)
    count_request(sending, unit_of_work)
    with unit_of_work as unit:
        complaint = get_complaint(complaint_id, unit)
        wish = RequestWithdrawal(command.reason, RequestedSide.COMPLAINANT)
        asked = once_per_submission(
            sending, unit, lambda: {"withdrawal_id": request_withdrawal(wish, complaint, unit, actor).id}
        )
    return str(asked["withdrawal_id"])
