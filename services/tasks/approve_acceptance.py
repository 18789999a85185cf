"""Form `approve-acceptance`: another person approves a proposed refusal or merger, or sends it back to who proposed it."""

from bpmn.names import FormId, IntakeElement, ProcessId
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from services.access.approvers import find_approver_bars
from services.forms.task_case import Answers, EngineVariables, TaskCase
from services.tasks.after_decision import wait_for_the_rest
from services.tasks.decide_acceptance import TASK as DECISION
from services.tasks.decide_acceptance import list_left, take_effect
from services.tasks.extract import OF_THE_FILE, Extract
from services.tasks.proposal_words import word_facts, word_leading, word_proposal
from services.tasks.proposed import get_proposal, give_effect, is_approved
from services.tasks.user_task import NeededByLaw, UserTask

OUTPUTS = (DECISION.outputs - {"needs_approval"}) | {"is_approved"}


def context(case: TaskCase) -> Answers:
    """What is proposed, the case that it is about, and the one that it would go into."""
    row = get_proposal(case, DECISION.form)
    return {
        "proposal": word_proposal(row, case),
        "facts": word_facts(case),
        "leading": word_leading(row, case),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Let the decision take effect now, or send it back; until then it had none, and the acceptance limit ran on.

    InvalidInput on `comment` for sending back without a reason; Conflict("PROPOSAL_OUTDATED") when the matters are not
    what they were, or something that it names is gone.
    """
    row = get_proposal(case, DECISION.form)
    approved = is_approved(row, case, answers, list_left(case))
    told = give_effect(row, case, take_effect) if approved else wait_for_the_rest()
    return {name: value for name, value in told.items() if name in OUTPUTS} | {"is_approved": approved}


TASK = UserTask(
    form=FormId.APPROVE_ACCEPTANCE,
    process=ProcessId.INTAKE,
    element=IntakeElement.USER_TASK_APPROVE_ACCEPTANCE,
    roles=(Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR),
    find_bars=find_approver_bars,
    limit=ClockKind.ACCEPTANCE,
    law=NeededByLaw("不予受理、并案等决定未经另一人批准"),
    answers=frozenset({"approval", "comment"}),
    required=frozenset({"approval"}),
    outputs=OUTPUTS,
    extract=(Extract.ASKED, *OF_THE_FILE),
    context=context,
    apply=apply,
)
