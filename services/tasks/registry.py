"""Form id -> the module that knows its meaning. A deployed form without one cannot be submitted."""

from typing import Protocol

from bpmn.names import FormId
from models.errors import RuleRefused
from services.tasks import (
    approve_opinion,
    assign_handler,
    decide_acceptance,
    draft_opinion,
    give_answer,
    record_findings,
    record_return_visit,
)
from services.tasks.task_case import Answers, EngineVariables, TaskCase


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
}


def get_handler(form_id: str | None) -> FormHandler:
    """The handler of a form; RuleRefused("FORM_UNKNOWN") for a form nobody taught the office."""
    handler = HANDLERS.get(form_id or "")
    if handler is None:
        raise RuleRefused("FORM_UNKNOWN")
    return handler
