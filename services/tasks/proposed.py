"""Decisions of the intake that a policy holds back: what needs approval, how it is proposed, and what the approver decides on."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace

from models.case.matter import Matter
from models.case.proposal import Proposal
from models.ground.approval_codes import ApprovalKind, ApprovalLevel, ProposalState
from models.ground.codes import Disposal, MatterDecision, NonAcceptGround, Role
from models.ground.errors import Conflict, InvalidInput
from models.ground.left_words import Decisions, LeftWords
from models.office.staff import Staff
from services.actor import Actor, ActorKind
from services.casefile.proposals import (
    Ending,
    NewProposal,
    end_proposal,
    find_open_proposal,
    find_returned_proposal,
    propose,
)
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of, texts_of
from services.office.approvals import level_of

APPROVE = "approve"
OUTDATED = "PROPOSAL_OUTDATED"
# Key of what is kept with the proposal.
_DECIDED = "decided"

TakeEffect = Callable[[TaskCase, Answers, str], EngineVariables]


def list_kinds(rows: Sequence[Answers], case: TaskCase) -> list[ApprovalKind]:
    """Why these rows of matters need approval; empty where they need none.

    An emergency is refused at once, or the person calls for help too late.
    """
    kinds: list[ApprovalKind] = []
    for row in rows:
        decision, ground = text_of(row, "decision"), text_of(row, "nonaccept_ground")
        if decision == MatterDecision.REFUSE and ground != NonAcceptGround.EMERGENCY:
            kinds.append(ApprovalKind.REFUSAL)
        if decision == MatterDecision.MERGE:
            kinds.append(ApprovalKind.MERGE)
        if Disposal.PROPOSE_DISCIPLINE in texts_of(row, "disposals"):
            kinds.append(ApprovalKind.SETTLEMENT_DISCIPLINE)
    return [kind for kind in dict.fromkeys(kinds) if level_of(kind, case.unit) is not ApprovalLevel.NOBODY]


def propose_answers(
    case: TaskCase, answers: Answers, kinds: Collection[ApprovalKind], matters: Sequence[Matter]
) -> None:
    """Keep the answers until somebody approves them; they were checked as if they took effect.

    InvalidInput on `told_ways`: what is not approved is told to nobody.
    """
    if texts_of(answers, "told_ways"):
        raise InvalidInput({"told_ways": "TOLD_BEFORE_APPROVAL"})
    subjects: Answers = {
        "matters": _subjects_of(matters),
        "asked": sorted(case.asked),
        _DECIDED: asdict(case.decided),
    }
    new = NewProposal(str(case.task.form_id), kinds, answers, subjects)
    propose(new, case.complaint, case.unit, case.actor)


def show_returned(case: TaskCase) -> Answers:
    """The answers that were sent back, to begin with; nothing where none were."""
    row = find_returned_proposal(case.complaint, str(case.task.form_id), case.unit)
    return {} if row is None else {key: value for key, value in row.answers.items() if key != "matters"}


def find_returned_row(case: TaskCase, matter: Matter) -> Answers:
    """What was proposed of one matter and sent back; nothing where it reads otherwise now."""
    row = find_returned_proposal(case.complaint, str(case.task.form_id), case.unit)
    rows = row.answers.get("matters", []) if row is not None else []
    kept: Answers = next((known for known in rows if known.get("no") == matter.no), {})
    return {key: value for key, value in kept.items() if key not in ("no", "text")}


def get_proposal(case: TaskCase, form_id: str) -> Proposal:
    """What waits for this approval; Conflict where nothing does any more."""
    row = find_open_proposal(case.complaint.id, form_id, case.unit)
    if row is None:
        raise Conflict(code="STAGE_MOVED_ON")
    return row


def is_approved(row: Proposal, case: TaskCase, answers: Answers, matters: Sequence[Matter]) -> bool:
    """End the proposal as the approver says: True where it is to take effect now, False where it is sent back.

    InvalidInput on `comment` for sending back without a reason; Conflict("PROPOSAL_OUTDATED") when the file is not any
    more what it was proposed for: then it can only be sent back.
    """
    comment = text_of(answers, "comment")
    if text_of(answers, "approval") != APPROVE:
        if not comment:
            raise InvalidInput({"comment": "REQUIRED"})
        end_proposal(row, Ending(ProposalState.SENT_BACK, comment), case.unit, case.actor)
        return False
    if row.subjects.get("matters") != _subjects_of(matters):
        raise Conflict(code=OUTDATED)
    end_proposal(row, Ending(ProposalState.APPROVED, comment), case.unit, case.actor)
    return True


def give_effect(row: Proposal, case: TaskCase, take_effect: TakeEffect) -> EngineVariables:
    """The effect of an approved proposal, as the act of who proposed it; Conflict where something it names is gone."""
    asked = frozenset(row.subjects.get("asked", ()))
    proposer = replace(case, actor=_proposer_of(row, case), asked=asked, decided=read_decided(row))
    try:
        return take_effect(proposer, dict(row.answers), case.actor.name)
    except InvalidInput as refused:
        raise Conflict(code=OUTDATED) from refused


def read_decided(row: Proposal) -> Decisions:
    """What whoever proposed it decided of third persons in what leaves with it; nothing of before he was asked."""
    kept = row.subjects.get(_DECIDED) or {"left": (), "cut": ()}
    return Decisions(tuple(LeftWords(**one) for one in kept["left"]), tuple(kept["cut"]))


def _proposer_of(row: Proposal, case: TaskCase) -> Actor:
    staff = case.unit.session.get(Staff, row.by)
    return Actor(ActorKind.STAFF, row.by, frozenset(map(Role, staff.roles if staff is not None else ())))


def _subjects_of(matters: Sequence[Matter]) -> list[list[object]]:
    return [[matter.no, matter.text] for matter in matters]
