"""Form `verify-withdrawal`: a person asks the complainant back; only a confirmed wish ends the handling."""

from bpmn.names import ComplaintElement, FormId, ProcessId
from models.beside.withdrawal import Withdrawal
from models.case.lifecycle import DecisionKind, RequestState
from models.ground.codes import Role
from models.ground.errors import Conflict
from services.access.task_bars import one_by_one
from services.beside.withdrawal.respondents_line import find_line_bar
from services.case.lawful_end import Lack
from services.casefile.decisions import NewDecision, record_decision
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.kinds.withdrawal import WITHDRAWAL
from services.requests.open_requests import list_open_requests
from services.requests.request_rows import REQUEST_ENDED, end_request
from services.tasks.extract import Extract
from services.tasks.user_task import NeededByLaw, UserTask

YES = "yes"
CONFIRMED, NOT_CONFIRMED = "CONFIRMED", "NOT_CONFIRMED"


def context(case: TaskCase) -> Answers:
    """Nothing is filled in beforehand; the wish itself stands in the case file beside the form."""
    return {}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record what the complainant said.

    A wish that has lapsed can only be dropped, so that its task leaves the list: Conflict("REQUEST_ENDED") when it is
    confirmed after the case has gone on.
    """
    is_confirmed = text_of(answers, "is_confirmed") == YES
    row = _find_open(case)
    if row is None:
        if is_confirmed:
            raise Conflict(code=REQUEST_ENDED)
        return {"is_confirmed": False}
    row.is_confirmed = is_confirmed
    row.way, row.comment = text_of(answers, "way") or None, text_of(answers, "comment") or None
    row.verified_by, row.verified_at = case.actor.name, case.unit.clock.now()
    state = RequestState.ANSWERED if is_confirmed else RequestState.REFUSED
    end_request(row, state, CONFIRMED if is_confirmed else NOT_CONFIRMED, case.unit)
    payload = {"withdrawal_id": row.id, "is_confirmed": is_confirmed, "way": row.way}
    case.unit.trail.add(case.complaint.id, "withdrawal.verified", payload, case.actor)
    if is_confirmed:
        content = {"withdrawal_id": row.id, "comment": row.comment}
        record_decision(
            NewDecision(case.complaint.id, DecisionKind.WITHDRAWAL, case.complaint.round, content),
            case.unit,
            case.actor,
        )
    return {"is_confirmed": is_confirmed}


def _find_open(case: TaskCase) -> Withdrawal | None:
    for request in list_open_requests(case.complaint.id, case.unit, kinds=(WITHDRAWAL,)):
        if isinstance(request.row, Withdrawal):
            return request.row
    return None


TASK = UserTask(
    form=FormId.VERIFY_WITHDRAWAL,
    process=ProcessId.COMPLAINT,
    element=ComplaintElement.USER_TASK_VERIFY_WITHDRAWAL,
    roles=(Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR),
    find_bars=one_by_one(find_line_bar),
    request=WITHDRAWAL,
    law=NeededByLaw("撤回意愿没有核实", supplies=frozenset({Lack.WITHDRAWAL_NOT_CONFIRMED})),
    answers=frozenset({"is_confirmed", "way", "comment"}),
    required=frozenset({"is_confirmed"}),
    outputs=frozenset({"is_confirmed"}),
    extract=(Extract.WITHDRAWAL, Extract.MATTERS, Extract.CLAIMS, Extract.REACHING),
    context=context,
    apply=apply,
)
