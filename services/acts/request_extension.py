"""Act `request-extension`: the handler asks for more time; another person decides and the complainant is told."""

from bpmn.names import ActId
from models.ground.codes import Role
from models.ground.errors import RuleRefused
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.extension.request_extension import (
    RequestExtension,
    get_extendable_clock,
    request_extension,
)
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """The rule of extensions that stands against one now."""
    try:
        get_extendable_clock(case.complaint, case.unit)
    except RuleRefused as refused:
        return refused.code
    return None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Ask; InvalidInput on `amount` beyond the cap of the case's class."""
    amount = answers.get("amount")
    command = RequestExtension(
        text_of(answers, "reason"), int(amount) if isinstance(amount, int | float) else 0
    )
    row = request_extension(command, case.complaint, case.unit, case.actor)
    return {"extension_id": row.id}


ACT = Act(
    form=ActId.REQUEST_EXTENSION,
    page_order=120,
    roles=frozenset({Role.APPROVER}),
    handler_may=True,
    answers=frozenset({"reason", "amount"}),
    required=frozenset({"amount", "reason"}),
    extract=(Extract.EXTENSION, Extract.MATTERS, Extract.RECORDS, Extract.STATEMENTS),
    context=context,
    why_not=why_not,
    apply=apply,
)
