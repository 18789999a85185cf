"""Act `take-up-run`: goes on with a case whose run ended before the archive."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.case.propose_run import RunWish, find_proposed_bar, propose_run
from services.case.take_up_run import find_taking_up_bar
from services.forms.task_case import Answers, text_of


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED for a case that has ended, RUN_GOES_ON for one that is being worked on, or RUN_PROPOSED."""
    bar = find_taking_up_bar(case.complaint, case.unit)
    return bar or find_proposed_bar(case.complaint, ActId.TAKE_UP_RUN, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Propose the next run of the same round, where the case stands; another confirms it."""
    return propose_run(
        case.complaint, RunWish(ActId.TAKE_UP_RUN, text_of(answers, "reason")), case.unit, case.actor
    )


ACT = Act(
    form=ActId.TAKE_UP_RUN,
    page_order=195,
    roles=frozenset({Role.SUPERVISOR, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
