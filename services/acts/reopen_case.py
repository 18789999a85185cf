"""Act `reopen-case`: opens an archived case again."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.case.reopen_case import find_reopening_bar, reopen
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """NOT_ARCHIVED while the case is being worked on."""
    return find_reopening_bar(case.complaint)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Begin the next run and round."""
    return {"run_no": str(reopen(case.complaint, text_of(answers, "reason"), case.unit, case.actor))}


ACT = Act(
    form=ActId.REOPEN_CASE,
    page_order=180,
    roles=frozenset({Role.SUPERVISOR, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    extract=(Extract.ANSWER, Extract.OPINION, Extract.VISITS, Extract.MATTERS),
    context=context,
    why_not=why_not,
    apply=apply,
)
