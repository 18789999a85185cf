"""Rules of single tasks, asked after those of all: whose referral it is, who took part, who is too near."""

from __future__ import annotations

from collections.abc import Callable

from bpmn.names import (
    ComplaintElement,
    ExtensionElement,
    RectificationElement,
    RecusalElement,
    ReferralElement,
    ReviewElement,
)
from services.access.task_facts import TaskFacts
from services.beside.extension.permission import find_requester_bar
from services.beside.rectification import permission as rectifying
from services.beside.recusal.permission import find_superior_bar
from services.beside.referral import permission as referring
from services.beside.review.permission import find_handler_bar
from services.beside.withdrawal.respondents_line import find_line_bar
from services.unit_of_work import Unit

Rule = Callable[[TaskFacts, str, Unit], str | None]

RULES: dict[str, Rule] = {
    ReferralElement.USER_TASK_SIGN_REFERRAL.value: referring.find_unit_bar,
    ReferralElement.USER_TASK_REPORT_REFERRAL_RESULT.value: referring.find_unit_bar,
    ExtensionElement.USER_TASK_DECIDE_EXTENSION.value: find_requester_bar,
    RecusalElement.USER_TASK_DECIDE_RECUSAL.value: find_superior_bar,
    RectificationElement.USER_TASK_REPORT_RECTIFICATION.value: rectifying.find_unit_bar,
    RectificationElement.USER_TASK_VERIFY_RECTIFICATION.value: rectifying.find_unit_bar,
    ReviewElement.USER_TASK_DECIDE_REVIEW.value: find_handler_bar,
    ComplaintElement.USER_TASK_VERIFY_WITHDRAWAL.value: find_line_bar,
}


def find_element_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """The code of the task's own rule against this person; None for tasks without one."""
    rule = RULES.get(facts.element_id)
    return None if rule is None else rule(facts, login, unit)
