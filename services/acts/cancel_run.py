"""Act `cancel-run`: ends a run that went wrong."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.case.cancel_run import find_cancelling_bar
from services.case.propose_run import RunWish, find_proposed_bar, propose_run
from services.forms.task_case import Answers, text_of


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """NO_RUN when no process of the case is running, RUN_PROPOSED while another has to confirm the same."""
    bar = find_cancelling_bar(case.complaint, case.unit)
    return bar or find_proposed_bar(case.complaint, ActId.CANCEL_RUN, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Propose its end; another confirms it. The case stays open and can be taken up again."""
    return propose_run(
        case.complaint, RunWish(ActId.CANCEL_RUN, text_of(answers, "reason")), case.unit, case.actor
    )


ACT = Act(
    form=ActId.CANCEL_RUN,
    page_order=190,
    roles=frozenset({Role.SUPERVISOR, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
