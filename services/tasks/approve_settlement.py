"""Form `approve-settlement`: another person approves a settlement on the spot that proposes discipline, or sends it back."""

from bpmn.names import FormId, IntakeElement, ProcessId
from models.case.lifecycle import ClockKind, DecisionKind
from models.ground.codes import Role
from services.access.approvers import find_approver_bars
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import list_accepted_matters
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.tasks.extract import OF_THE_FILE, Extract
from services.tasks.proposal_words import word_facts, word_proposal
from services.tasks.proposed import get_proposal, give_effect, is_approved
from services.tasks.settle_on_spot import TASK as SETTLEMENT
from services.tasks.settle_on_spot import take_effect, wait_for_settlement
from services.tasks.user_task import NeededByLaw, UserTask

OUTPUTS = (SETTLEMENT.outputs - {"needs_approval"}) | {"is_approved"}


def context(case: TaskCase) -> Answers:
    """What is proposed, and the case that it is about."""
    row = get_proposal(case, SETTLEMENT.form)
    return {"proposal": word_proposal(row, case), "facts": word_facts(case)}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Settle, answer and hand the proposal of discipline over, or send it back; refused as for an acceptance."""
    row = get_proposal(case, SETTLEMENT.form)
    approved = is_approved(row, case, answers, list_accepted_matters(case.complaint.id, case.unit))
    if approved:
        _record(case, text_of(answers, "comment"))
    told = give_effect(row, case, take_effect) if approved else wait_for_settlement(case)
    return {name: value for name, value in told.items() if name in OUTPUTS} | {"is_approved": approved}


def _record(case: TaskCase, comment: str) -> None:
    """A proposal of discipline leaves with an approval only, as one that an opinion makes."""
    complaint = case.complaint
    approval = NewDecision(complaint.id, DecisionKind.APPROVAL, complaint.round, {"comment": comment})
    record_decision(approval, case.unit, case.actor)


TASK = UserTask(
    form=FormId.APPROVE_SETTLEMENT,
    process=ProcessId.INTAKE,
    element=IntakeElement.USER_TASK_APPROVE_SETTLEMENT,
    roles=(Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR),
    find_bars=find_approver_bars,
    limit=ClockKind.RESOLVE,
    law=NeededByLaw("现场办结提出的处分建议未经批准"),
    answers=frozenset({"approval", "comment"}),
    required=frozenset({"approval"}),
    outputs=OUTPUTS,
    extract=(Extract.ASKED, *OF_THE_FILE),
    context=context,
    apply=apply,
)
