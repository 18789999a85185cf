"""Act `reopen-case`: opens an archived case again."""

from models.ground.codes import Role
from services.acts.act_case import ActCase
from services.case.reopen_case import find_reopening_bar, reopen
from services.forms.task_case import Answers, text_of

ROLES = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
HANDLER_MAY = False
ANSWERS = frozenset({"reason"})


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """NOT_ARCHIVED while the case is being worked on."""
    return find_reopening_bar(case.complaint)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Begin the next run and round."""
    return {"run_no": str(reopen(case.complaint, text_of(answers, "reason"), case.unit, case.actor))}
