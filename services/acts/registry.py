"""Act -> the module that knows its meaning. The name of an act is the id of its form."""

from typing import Protocol

from bpmn.names import ActId
from models.ground.codes import Role
from models.ground.errors import NotFound
from services.acts import (
    ask_respondent,
    cancel_run,
    designate_unit,
    open_entrustment,
    open_referral,
    open_supervision,
    order_rectification,
    register_entrustment_report,
    register_referral_answer,
    register_supplement,
    remind_supplement,
    reopen_case,
    reply_as_respondent,
    report_fact,
    request_extension,
    request_recusal,
    request_review,
    request_supplement,
    request_withdrawal,
)
from services.acts.act_case import ActCase
from services.forms.task_case import Answers


class Act(Protocol):
    """What every module of an act offers.

    `ROLES` may take it, and the case's handler whatever his role where `HANDLER_MAY`.
    """

    ROLES: frozenset[Role]
    HANDLER_MAY: bool
    ANSWERS: frozenset[str]

    def context(self, case: ActCase) -> Answers:
        """The data the form is shown with."""

    def why_not(self, case: ActCase) -> str | None:
        """The code of the rule against the act at present; None when it may be taken."""

    def apply(self, case: ActCase, answers: Answers) -> dict[str, str]:
        """The effect of checked answers on the case; the ids of what came of it, by name."""


ACTS: dict[str, Act] = {
    ActId.REQUEST_SUPPLEMENT.value: request_supplement,
    ActId.REGISTER_SUPPLEMENT.value: register_supplement,
    ActId.REMIND_SUPPLEMENT.value: remind_supplement,
    ActId.OPEN_REFERRAL.value: open_referral,
    ActId.REGISTER_REFERRAL_ANSWER.value: register_referral_answer,
    ActId.DESIGNATE_UNIT.value: designate_unit,
    ActId.ASK_RESPONDENT.value: ask_respondent,
    ActId.REPLY_AS_RESPONDENT.value: reply_as_respondent,
    ActId.REPORT_FACT.value: report_fact,
    ActId.OPEN_ENTRUSTMENT.value: open_entrustment,
    ActId.REGISTER_ENTRUSTMENT_REPORT.value: register_entrustment_report,
    ActId.REQUEST_EXTENSION.value: request_extension,
    ActId.REQUEST_RECUSAL.value: request_recusal,
    ActId.OPEN_SUPERVISION.value: open_supervision,
    ActId.ORDER_RECTIFICATION.value: order_rectification,
    ActId.REQUEST_WITHDRAWAL.value: request_withdrawal,
    ActId.REQUEST_REVIEW.value: request_review,
    ActId.REOPEN_CASE.value: reopen_case,
    ActId.CANCEL_RUN.value: cancel_run,
}


def get_act(name: str) -> Act:
    """The act of this name; NotFound for an unknown one."""
    act = ACTS.get(name)
    if act is None:
        raise NotFound
    return act
