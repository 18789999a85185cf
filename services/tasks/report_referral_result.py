"""Form `report-referral-result`: a unit of the centre reports what came of an assignment."""

from models.beside.referral import Referral
from services.beside.referral.record_result import ReferralResult, record_result
from services.beside.referral.referral_package import make_referral_package, package_fields
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import get_request_of

ANSWERS = frozenset({"result_text", "measures"})
OUTPUTS: frozenset[str] = frozenset()


def context(case: TaskCase) -> Answers:
    """The identity-free package (R109)."""
    row = get_request_of(Referral, case.task, case.unit)
    return package_fields(make_referral_package(row, case.complaint, case.unit))


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the result; the referral ends with it."""
    row = get_request_of(Referral, case.task, case.unit)
    result = ReferralResult(text_of(answers, "result_text"), text_of(answers, "measures"))
    record_result(row, result, case.unit, case.actor)
    return {}
