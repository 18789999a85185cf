"""Form `transfer-discipline`: a proposal of discipline is handed to the authority that decides on it."""

from bpmn.names import DisciplinaryTransferElement, FormId, ProcessId
from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from services.beside.discipline.hand_over import HandOver, hand_over
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.unit_options import OUTSIDE_KINDS, list_unit_options
from services.requests.find_request_of import get_request_of
from services.requests.kinds.disciplinary_transfer import DISCIPLINARY_TRANSFER
from services.tasks.extract import Extract
from services.tasks.user_task import NeededByLaw, UserTask


def context(case: TaskCase) -> Answers:
    """The authorities outside."""
    return {"outside_options": list_unit_options(case.unit, kinds=OUTSIDE_KINDS)}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the hand-over with its receipt; the transfer's limit is met by it."""
    row = get_request_of(DisciplinaryTransfer, case.task, case.unit)
    command = HandOver(text_of(answers, "to"), text_of(answers, "receipt"), text_of(answers, "note"))
    hand_over(row, command, case.unit, case.actor)
    return {}


TASK = UserTask(
    form=FormId.TRANSFER_DISCIPLINE,
    process=ProcessId.DISCIPLINARY_TRANSFER,
    element=DisciplinaryTransferElement.USER_TASK_TRANSFER_DISCIPLINE,
    roles=(Role.SUPERVISOR,),
    request=DISCIPLINARY_TRANSFER,
    limit=ClockKind.DISCIPLINARY_TRANSFER,
    law=NeededByLaw("问题线索没有移送"),
    answers=frozenset({"to", "receipt", "note"}),
    required=frozenset({"receipt", "to"}),
    extract=(Extract.OPINION, Extract.RESPONDENTS, Extract.EVIDENCE),
    context=context,
    apply=apply,
)
