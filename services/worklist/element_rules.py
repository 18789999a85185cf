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
from services.beside.extension.requester_bar import find_requester_bar
from services.beside.rectification.owing_unit_bar import find_owing_unit_bar
from services.beside.recusal.superior_bar import find_superior_bar
from services.beside.referral.receiver_bar import find_receiver_bar
from services.beside.review.handler_bar import find_handler_bar
from services.beside.withdrawal.respondents_line import find_line_bar
from services.unit_of_work import Unit

Rule = Callable[[TaskFacts, str, Unit], str | None]

RULES: dict[str, Rule] = {
    ReferralElement.USER_TASK_SIGN_REFERRAL.value: find_receiver_bar,
    ReferralElement.USER_TASK_REPORT_REFERRAL_RESULT.value: find_receiver_bar,
    ExtensionElement.USER_TASK_DECIDE_EXTENSION.value: find_requester_bar,
    RecusalElement.USER_TASK_DECIDE_RECUSAL.value: find_superior_bar,
    RectificationElement.USER_TASK_REPORT_RECTIFICATION.value: find_owing_unit_bar,
    RectificationElement.USER_TASK_VERIFY_RECTIFICATION.value: find_owing_unit_bar,
    ReviewElement.USER_TASK_DECIDE_REVIEW.value: find_handler_bar,
    ComplaintElement.USER_TASK_VERIFY_WITHDRAWAL.value: find_line_bar,
}


def find_element_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """The code of the task's own rule against this person; None for tasks without one."""
    rule = RULES.get(facts.element_id)
    return None if rule is None else rule(facts, login, unit)
