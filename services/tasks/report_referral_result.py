"""Form `report-referral-result`: a unit of the centre reports what came of an assignment."""

from bpmn.names import FormId, ProcessId, ReferralElement
from models.beside.referral import Referral
from models.case.lifecycle import ClockKind
from models.ground.codes import ReferralRole, Role
from services.access.task_bars import one_by_one
from services.beside.referral.receiver_bar import find_receiver_bar
from services.beside.referral.record_result import ReferralResult, record_result
from services.beside.referral.referral_package import make_referral_package, package_fields
from services.evidence.attached_files import FILES, attach_files
from services.evidence.items import NewItem
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.unit_options import find_unit_name
from services.requests.find_request_of import get_request_of
from services.requests.kinds.referral import REFERRAL
from services.tasks.extract import Extract
from services.tasks.findings_wait import require_parts_in
from services.tasks.user_task import UserTask

AFTER_ARCHIVE = "归档后报送的办理结果的附件"


def context(case: TaskCase) -> Answers:
    """The identity-free package (R109)."""
    row = get_request_of(Referral, case.task, case.unit)
    return package_fields(make_referral_package(row, case.complaint, case.unit))


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the result; the referral ends with it, and its files are evidence that the unit provided.

    InvalidInput on `result_text` for a leading unit's while a part of its matters is out, with the list of what is missing.
    """
    row = get_request_of(Referral, case.task, case.unit)
    if row.role is ReferralRole.LEAD:
        require_parts_in(case, "result_text", row.matter_nos)
    result = ReferralResult(text_of(answers, "result_text"), text_of(answers, "measures"))
    record_result(row, result, case.unit, case.actor)
    told = NewItem(
        provider=find_unit_name(row.unit_code, case.unit),
        matter_nos=tuple(row.matter_nos),
        addendum_reason=AFTER_ARCHIVE,
    )
    attach_files(case, answers, told)
    return {}


TASK = UserTask(
    form=FormId.REPORT_REFERRAL_RESULT,
    process=ProcessId.REFERRAL,
    element=ReferralElement.USER_TASK_REPORT_REFERRAL_RESULT,
    roles=(Role.UNIT_REP,),
    is_respondents=True,
    find_bars=one_by_one(find_receiver_bar),
    request=REFERRAL,
    limit=ClockKind.REFERRAL_RESULT,
    answers=frozenset({"result_text", "measures", FILES}),
    required=frozenset({"result_text"}),
    extract=(Extract.ASKED,),
    context=context,
    apply=apply,
)
