"""Form `sign-referral`: a unit of the centre signs for what is assigned to it, or objects once with a reason."""

from bpmn.names import FormId, ProcessId, ReferralElement
from models.beside.referral import Referral
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from services.access.task_bars import one_by_one
from services.beside.referral.object import object_to
from services.beside.referral.receiver_bar import find_receiver_bar
from services.beside.referral.referral_package import make_referral_package, package_fields
from services.beside.referral.sign import sign
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import get_request_of
from services.requests.kinds.referral import REFERRAL
from services.tasks.extract import Extract
from services.tasks.user_task import UserTask

OBJECTED = "objected"
SIGNED = "signed"


def context(case: TaskCase) -> Answers:
    """The identity-free package (R109)."""
    row = get_request_of(Referral, case.task, case.unit)
    return package_fields(make_referral_package(row, case.complaint, case.unit))


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Sign or object; RuleRefused for an objection that is not allowed any more."""
    row = get_request_of(Referral, case.task, case.unit)
    if text_of(answers, "referral_answer") == OBJECTED:
        object_to(row, text_of(answers, "objection_reason"), case.unit, case.actor)
        return {
            "referral_answer": OBJECTED,
            "needs_result": False,
            "result_clock_id": None,
            "arbitration_clock_id": row.arbitration_clock_id,
        }
    result_clock_id = sign(row, case.unit, case.actor)
    return {
        "referral_answer": SIGNED,
        "needs_result": row.needs_result,
        "result_clock_id": result_clock_id,
        "arbitration_clock_id": None,
    }


TASK = UserTask(
    form=FormId.SIGN_REFERRAL,
    process=ProcessId.REFERRAL,
    element=ReferralElement.USER_TASK_SIGN_REFERRAL,
    roles=(Role.UNIT_REP,),
    is_respondents=True,
    find_bars=one_by_one(find_receiver_bar),
    request=REFERRAL,
    limit=ClockKind.REFERRAL_SIGN_OFF,
    answers=frozenset({"referral_answer", "objection_reason"}),
    required=frozenset({"objection_reason", "referral_answer"}),
    outputs=frozenset({"referral_answer", "needs_result", "result_clock_id", "arbitration_clock_id"}),
    extract=(Extract.ASKED,),
    context=context,
    apply=apply,
)
