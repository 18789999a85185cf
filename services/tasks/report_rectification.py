"""Form `report-rectification`: a unit reports what it set right."""

from bpmn.names import FormId, ProcessId, RectificationElement
from models.beside.rectification import Rectification
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from services.access.task_bars import one_by_one
from services.beside.rectification.owing_unit_bar import find_owing_unit_bar
from services.beside.rectification.report import report
from services.beside.rectification.verify import read_missing
from services.beside.sheets.sent_sheet import Sending, find_due, read_sheet, read_words
from services.evidence.attached_files import FILES, attach_files
from services.evidence.items import NewItem
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.unit_options import find_unit_name
from services.requests.find_request_of import get_request_of
from services.requests.kinds.rectification import RECTIFICATION
from services.tasks.extract import Extract
from services.tasks.user_task import UserTask

AFTER_ARCHIVE = "归档后报送的整改情况的附件"


def context(case: TaskCase) -> Answers:
    """The sheet that left, the order, an earlier report and what was missing in it."""
    row = get_request_of(Rectification, case.task, case.unit)
    numbers, due = (row.matter_no,) if row.matter_no else (), find_due(row.own_clock_id, case.unit)
    sending = Sending(row, RECTIFICATION.name, numbers, due)
    return {
        "facts": read_sheet(sending, case.complaint, case.unit),
        "what": read_words(row.id, row.what, case.complaint, case.unit),
        "verify_note": read_missing(row, case.unit),
        **({"report_text": row.report_text} if row.report_text else {}),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the report; its files are evidence that the unit provided."""
    row = get_request_of(Rectification, case.task, case.unit)
    report(row, text_of(answers, "report_text"), case.unit, case.actor)
    told = NewItem(
        provider=find_unit_name(row.unit_code, case.unit),
        matter_nos=(row.matter_no,) if row.matter_no else (),
        addendum_reason=AFTER_ARCHIVE,
    )
    attach_files(case, answers, told)
    return {}


TASK = UserTask(
    form=FormId.REPORT_RECTIFICATION,
    process=ProcessId.RECTIFICATION,
    element=RectificationElement.USER_TASK_REPORT_RECTIFICATION,
    roles=(Role.UNIT_REP,),
    is_handlers=True,
    is_respondents=True,
    find_bars=one_by_one(find_owing_unit_bar),
    request=RECTIFICATION,
    limit=ClockKind.RECTIFICATION,
    answers=frozenset({"report_text", FILES}),
    required=frozenset({"report_text"}),
    extract=(Extract.ASKED,),
    context=context,
    apply=apply,
)
