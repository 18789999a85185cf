"""Form `verify-rectification`: the report stands and the order is met, or the unit reports again."""

from bpmn.names import FormId, ProcessId, RectificationElement
from models.beside.rectification import Rectification
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from services.access.task_bars import one_by_one
from services.beside.rectification.owing_unit_bar import find_verifier_bar
from services.beside.rectification.verify import VerifyRectification, verify
from services.beside.sheets.leaving import MISSING, NOTHING_LEAVES, Leaving, LeavingPart
from services.beside.sheets.sent_sheet import read_words
from services.casefile.leaving_words import cut_written
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.unit_options import get_unit_name
from services.requests.find_request_of import get_request_of
from services.requests.kinds.rectification import RECTIFICATION
from services.tasks.extract import Extract
from services.tasks.user_task import NeededByLaw, UserTask


def context(case: TaskCase) -> Answers:
    """The order as its unit read it, and the report on it: people of other units verify too."""
    row = get_request_of(Rectification, case.task, case.unit)
    what = read_words(row.id, row.what, case.complaint, case.unit)
    return {"what": what, "report_text": row.report_text or ""}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the verification; InvalidInput on `note` for sending back without a reason."""
    row = get_request_of(Rectification, case.task, case.unit)
    is_verified = _is_verified(answers)
    command = VerifyRectification(is_verified, text_of(answers, "note"), case.decided)
    verify(row, command, case.unit, case.actor)
    return {"is_verified": is_verified}


def leaves(case: TaskCase, answers: Answers) -> Leaving:
    """What the unit is told to set right once more; a report that stands is told to nobody."""
    row, note = get_request_of(Rectification, case.task, case.unit), text_of(answers, "note")
    if _is_verified(answers) or not note:
        return NOTHING_LEAVES
    missing = cut_written(note, case.complaint.id, case.unit, is_inside=False)
    return Leaving(get_unit_name(row.unit_code, case.unit), (LeavingPart(MISSING, missing),))


def _is_verified(answers: Answers) -> bool:
    return text_of(answers, "is_verified") == "yes"


TASK = UserTask(
    form=FormId.VERIFY_RECTIFICATION,
    process=ProcessId.RECTIFICATION,
    element=RectificationElement.USER_TASK_VERIFY_RECTIFICATION,
    roles=(Role.SUPERVISOR, Role.UNIT_REP, Role.INVESTIGATOR),
    find_bars=one_by_one(find_verifier_bar),
    request=RECTIFICATION,
    limit=ClockKind.RECTIFICATION,
    law=NeededByLaw("整改情况无人核实"),
    answers=frozenset({"is_verified", "note"}),
    required=frozenset({"is_verified"}),
    outputs=frozenset({"is_verified"}),
    extract=(Extract.ASKED, Extract.MATTERS, Extract.EVIDENCE),
    context=context,
    apply=apply,
    leaves=leaves,
)
