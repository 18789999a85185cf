"""Form id -> the module that knows its meaning; any other form is an owner's."""

from typing import Protocol

from bpmn.names import FormId
from models.ground.errors import RuleRefused
from services.forms.task_case import Answers, EngineVariables, TaskCase
from services.tasks import (
    approve_opinion,
    arbitrate_referral,
    assign_handler,
    close_supervision,
    decide_acceptance,
    decide_extension,
    decide_recusal,
    decide_redo,
    decide_review,
    draft_opinion,
    explain_delay,
    give_answer,
    owner_form,
    plan_investigation,
    record_discipline_result,
    record_findings,
    record_investigation_act,
    record_return_visit,
    report_rectification,
    report_referral_result,
    review_opinion,
    settle_on_spot,
    sign_referral,
    tell_extension,
    transfer_discipline,
    verify_rectification,
    verify_withdrawal,
)


class FormHandler(Protocol):
    """What every module of a form offers."""

    ANSWERS: frozenset[str]
    OUTPUTS: frozenset[str]

    def context(self, case: TaskCase) -> Answers:
        """The data the form is shown with."""

    def apply(self, case: TaskCase, answers: Answers) -> EngineVariables:
        """The effect of checked answers on the case; exactly the variables named in OUTPUTS."""


HANDLERS: dict[str, FormHandler] = {
    FormId.DECIDE_ACCEPTANCE.value: decide_acceptance,
    FormId.ASSIGN_HANDLER.value: assign_handler,
    FormId.RECORD_FINDINGS.value: record_findings,
    FormId.DRAFT_OPINION.value: draft_opinion,
    FormId.APPROVE_OPINION.value: approve_opinion,
    FormId.GIVE_ANSWER.value: give_answer,
    FormId.RECORD_RETURN_VISIT.value: record_return_visit,
    FormId.SETTLE_ON_SPOT.value: settle_on_spot,
    FormId.PLAN_INVESTIGATION.value: plan_investigation,
    FormId.RECORD_INVESTIGATION_ACT.value: record_investigation_act,
    FormId.REVIEW_OPINION.value: review_opinion,
    FormId.DECIDE_REDO.value: decide_redo,
    FormId.SIGN_REFERRAL.value: sign_referral,
    FormId.REPORT_REFERRAL_RESULT.value: report_referral_result,
    FormId.ARBITRATE_REFERRAL.value: arbitrate_referral,
    FormId.DECIDE_EXTENSION.value: decide_extension,
    FormId.TELL_EXTENSION.value: tell_extension,
    FormId.DECIDE_RECUSAL.value: decide_recusal,
    FormId.EXPLAIN_DELAY.value: explain_delay,
    FormId.CLOSE_SUPERVISION.value: close_supervision,
    FormId.REPORT_RECTIFICATION.value: report_rectification,
    FormId.VERIFY_RECTIFICATION.value: verify_rectification,
    FormId.TRANSFER_DISCIPLINE.value: transfer_discipline,
    FormId.DECIDE_REVIEW.value: decide_review,
    FormId.RECORD_DISCIPLINE_RESULT.value: record_discipline_result,
    FormId.VERIFY_WITHDRAWAL.value: verify_withdrawal,
}


def get_handler(form_id: str | None) -> FormHandler:
    """The handler of a form; a form that no module knows is an owner's. RuleRefused("FORM_UNKNOWN") without a form."""
    if not form_id:
        raise RuleRefused("FORM_UNKNOWN")
    return HANDLERS.get(form_id, owner_form)
