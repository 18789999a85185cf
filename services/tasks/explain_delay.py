"""Form `explain-delay`: the handler explains to the supervisors why a case is late."""

from datetime import date

from bpmn.names import FormId, ProcessId, SupervisionElement
from models.beside.supervision import Supervision
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from services.beside.sheets.sent_sheet import Sending, find_due, read_sheet
from services.beside.supervision.explain import ExplainDelay, explain
from services.beside.supervision.word_reason import word_reason
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import get_request_of
from services.requests.kinds.supervision import SUPERVISION
from services.tasks.extract import Extract
from services.tasks.user_task import UserTask


def context(case: TaskCase) -> Answers:
    """The sheet that left, and why the case is supervised."""
    row = get_request_of(Supervision, case.task, case.unit)
    sending = Sending(row, SUPERVISION.name, due_at=find_due(row.own_clock_id, case.unit))
    facts = read_sheet(sending, case.complaint, case.unit)
    return {"facts": facts, "supervision_reason": word_reason(row, case.unit)}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the explanation; the supervision's limit is met by it."""
    row = get_request_of(Supervision, case.task, case.unit)
    planned_on = text_of(answers, "planned_on")
    command = ExplainDelay(
        text_of(answers, "reason"),
        text_of(answers, "measures"),
        date.fromisoformat(planned_on) if planned_on else None,
    )
    explain(row, command, case.unit, case.actor)
    return {}


TASK = UserTask(
    form=FormId.EXPLAIN_DELAY,
    process=ProcessId.SUPERVISION,
    element=SupervisionElement.USER_TASK_EXPLAIN_DELAY,
    roles=(Role.INTAKE, Role.INVESTIGATOR),
    is_handlers=True,
    request=SUPERVISION,
    limit=ClockKind.SUPERVISION,
    answers=frozenset({"reason", "measures", "planned_on"}),
    required=frozenset({"measures", "reason"}),
    extract=(Extract.LATENESS, Extract.ASKED, Extract.CLAIMS),
    context=context,
    apply=apply,
)
