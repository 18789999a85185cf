"""Act `request-withdrawal`: notes on behalf of the complainant that the complaint is to be withdrawn."""

from bpmn.names import ActId
from models.ground.codes import RequestedSide, Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.withdrawal.request_withdrawal import (
    RequestWithdrawal,
    find_withdrawal_bar,
    request_withdrawal,
)
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """The rule against a withdrawal now."""
    return find_withdrawal_bar(case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open the wish; a person verifies it before anything ends."""
    command = RequestWithdrawal(text_of(answers, "reason"), RequestedSide.STAFF)
    return {"withdrawal_id": request_withdrawal(command, case.complaint, case.unit, case.actor).id}


ACT = Act(
    form=ActId.REQUEST_WITHDRAWAL,
    page_order=160,
    roles=frozenset({Role.INTAKE}),
    handler_may=True,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    extract=(Extract.ASKED, Extract.MATTERS, Extract.CLAIMS, Extract.REACHING),
    context=context,
    why_not=why_not,
    apply=apply,
)
