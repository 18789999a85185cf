"""The complainant asks at the query code to withdraw."""

from dataclasses import dataclass

from models.codes import RequestedSide
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.filing.case_by_code import get_case_by_code
from services.unit_of_work import UnitOfWork
from services.withdrawal.request_withdrawal import RequestWithdrawal, request_withdrawal


@dataclass(frozen=True, slots=True)
class AskToWithdraw:
    """The number and code of the complaint, and why."""

    number: str
    query_code: str
    reason: str


def ask_to_withdraw(command: AskToWithdraw, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the wish, which a person will verify.

    NotFound for a wrong number or code, RuleRefused RATE_LIMITED, DECISION_MADE or WITHDRAWAL_OPEN, InvalidInput on
    `reason`.
    """
    complaint_id = get_case_by_code(command.number, command.query_code, unit_of_work, actor)
    with unit_of_work as unit:
        wish = RequestWithdrawal(command.reason, RequestedSide.COMPLAINANT)
        return request_withdrawal(wish, get_complaint(complaint_id, unit), unit, actor).id
