"""Form `report-rectification`: a unit reports what it set right."""

from models.beside.rectification import Rectification
from services.beside.rectification.report import report
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import get_request_of

ANSWERS = frozenset({"report_text"})
OUTPUTS: frozenset[str] = frozenset()


def context(case: TaskCase) -> Answers:
    """The order, an earlier report and what was missing in it."""
    row = get_request_of(Rectification, case.task, case.unit)
    return {
        "what": row.what,
        "verify_note": row.verify_note or "",
        **({"report_text": row.report_text} if row.report_text else {}),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the report."""
    row = get_request_of(Rectification, case.task, case.unit)
    report(row, text_of(answers, "report_text"), case.unit, case.actor)
    return {}
