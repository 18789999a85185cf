"""Act `open-group`: many complain of one thing, and this file leads the mass complaint (集体件)."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.forms.task_case import Answers, text_of
from services.groups.draft_statement import draft_statement
from services.groups.open_group import OpenGroup, find_opening_bar, open_group


def context(case: ActCase) -> Answers:
    """A holding statement to begin with; it says nothing of who complained."""
    return {"statement": draft_statement(case.complaint, case.unit)}


def why_not(case: ActCase) -> str | None:
    """IN_GROUP_ALREADY, or NOT_IN_INVESTIGATION for a file that is not accepted or past its opinion."""
    return find_opening_bar(case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open it; the others join by acts of their own."""
    command = OpenGroup(
        text_of(answers, "group_name"), text_of(answers, "statement"), text_of(answers, "reason")
    )
    return {"leading_id": open_group(command, case.complaint, case.unit, case.actor).leading_id}


ACT = Act(
    form=ActId.OPEN_GROUP,
    page_order=61,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    handler_may=True,
    answers=frozenset({"group_name", "statement", "reason"}),
    required=frozenset({"reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
