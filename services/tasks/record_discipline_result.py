"""Form `record-discipline-result`: what the authority told of a transfer is added to the file (补卷)."""

from bpmn.names import DisciplinaryTransferElement, FormId, ProcessId
from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from services.beside.discipline.record_result import record_result
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.unit_options import find_unit_name
from services.requests.find_request_of import get_request_of
from services.requests.kinds.disciplinary_transfer import DISCIPLINARY_TRANSFER
from services.tasks.extract import Extract
from services.tasks.user_task import UserTask


def context(case: TaskCase) -> Answers:
    """To whom it went, and the receipt."""
    row = get_request_of(DisciplinaryTransfer, case.task, case.unit)
    return {"to": find_unit_name(row.to_unit, case.unit) or "", "receipt": row.receipt or ""}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the result; also when the case is archived."""
    row = get_request_of(DisciplinaryTransfer, case.task, case.unit)
    record_result(row, text_of(answers, "result_text"), case.unit, case.actor)
    return {}


TASK = UserTask(
    form=FormId.RECORD_DISCIPLINE_RESULT,
    process=ProcessId.DISCIPLINARY_TRANSFER,
    element=DisciplinaryTransferElement.USER_TASK_RECORD_DISCIPLINE_RESULT,
    roles=(Role.SUPERVISOR,),
    request=DISCIPLINARY_TRANSFER,
    limit=ClockKind.DISCIPLINARY_TRANSFER,
    answers=frozenset({"result_text"}),
    required=frozenset({"result_text"}),
    extract=(Extract.ASKED, Extract.OPINION),
    context=context,
    apply=apply,
)
