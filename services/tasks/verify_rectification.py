"""Form `verify-rectification`: the report stands and the order is met, or the unit reports again."""

from models.beside.rectification import Rectification
from services.beside.rectification.verify import VerifyRectification, verify
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import get_request_of

ANSWERS = frozenset({"is_verified", "note"})
OUTPUTS = frozenset({"is_verified"})


def context(case: TaskCase) -> Answers:
    """The order and the report on it."""
    row = get_request_of(Rectification, case.task, case.unit)
    return {"what": row.what, "report_text": row.report_text or ""}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the verification; InvalidInput on `note` for sending back without a reason."""
    row = get_request_of(Rectification, case.task, case.unit)
    is_verified = text_of(answers, "is_verified") == "yes"
    verify(row, VerifyRectification(is_verified, text_of(answers, "note")), case.unit, case.actor)
    return {"is_verified": is_verified}
