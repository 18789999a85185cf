"""Form `close-supervision`: a supervisor closes a supervision with an opinion."""

from bpmn.names import FormId, ProcessId, SupervisionElement
from models.beside.supervision import Supervision
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from services.beside.supervision.close import CloseSupervision, close
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import get_request_of
from services.requests.kinds.supervision import SUPERVISION
from services.tasks.extract import Extract
from services.tasks.user_task import UserTask


def context(case: TaskCase) -> Answers:
    """The explanation that was given."""
    row = get_request_of(Supervision, case.task, case.unit)
    return {"explanation": row.explanation or "", "measures": row.measures or ""}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Close it; NotPermitted("EXPLAINED_BY_SELF")."""
    row = get_request_of(Supervision, case.task, case.unit)
    command = CloseSupervision(text_of(answers, "opinion"), answers.get("is_in_bulletin") is True)
    close(row, command, case.unit, case.actor)
    return {}


TASK = UserTask(
    form=FormId.CLOSE_SUPERVISION,
    process=ProcessId.SUPERVISION,
    element=SupervisionElement.USER_TASK_CLOSE_SUPERVISION,
    roles=(Role.SUPERVISOR,),
    request=SUPERVISION,
    limit=ClockKind.SUPERVISION,
    answers=frozenset({"opinion", "is_in_bulletin"}),
    required=frozenset({"opinion"}),
    extract=(Extract.LATENESS, Extract.ASKED, Extract.MATTERS),
    context=context,
    apply=apply,
)
