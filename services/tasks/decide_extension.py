"""Form `decide-extension`: approves or refuses more time; another person than the one who asked."""

from models.beside.extension import Extension
from services.beside.extension.decide_extension import DecideExtension, decide_extension
from services.beside.extension.wording import amount_of
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import get_request_of

ANSWERS = frozenset({"is_approved", "comment"})
OUTPUTS = frozenset({"is_approved"})


def context(case: TaskCase) -> Answers:
    """What is asked and why."""
    row = get_request_of(Extension, case.task, case.unit)
    return {"request_reason": row.reason, "amount_label": amount_of(row)}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Decide; NotPermitted("FOUR_EYES"), RuleRefused("EXTENSION_TOO_LATE")."""
    row = get_request_of(Extension, case.task, case.unit)
    is_approved = text_of(answers, "is_approved") == "yes"
    decide_extension(row, DecideExtension(is_approved, text_of(answers, "comment")), case.unit, case.actor)
    return {"is_approved": is_approved}
