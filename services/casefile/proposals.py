"""Decisions that wait for their approval: proposed, approved, sent back. Nothing of one takes effect before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind
from models.case.proposal import Proposal
from models.ground.approval_codes import ApprovalKind, ProposalState
from models.ground.ids import new_id
from services.actor import Actor
from services.casefile.decisions import find_decision
from services.unit_of_work import Unit

# What the forms decide once it is approved, or by itself where it needs no approval.
DECIDES = {"decide-acceptance": DecisionKind.ACCEPTANCE, "settle-on-spot": DecisionKind.SETTLEMENT}


@dataclass(frozen=True, slots=True)
class NewProposal:
    """The answers of a form that a policy holds back, for which kinds, and what they speak of."""

    form_id: str
    kinds: Collection[ApprovalKind]
    answers: Mapping[str, object]
    subjects: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a proposal, and why it was sent back or what was said with the approval."""

    state: ProposalState
    reason: str = ""


def propose(new: NewProposal, complaint: Complaint, unit: Unit, actor: Actor) -> Proposal:
    """Keep it until somebody decides on it; one that still waited lapses."""
    lapse_proposals(complaint, unit, actor)
    row = Proposal(
        id=new_id(),
        complaint_id=complaint.id,
        form_id=new.form_id,
        round=complaint.round,
        kinds=[kind.value for kind in new.kinds],
        answers=dict(new.answers),
        subjects=dict(new.subjects),
        state=ProposalState.OPEN,
        by=actor.name,
        at=unit.clock.now(),
    )
    unit.session.add(row)
    _enter(row, "proposal.made", unit, actor)
    return row


def end_proposal(row: Proposal, ending: Ending, unit: Unit, actor: Actor) -> None:
    """Approved, sent back or lapsed."""
    row.state, row.reason = ending.state, ending.reason
    row.decided_by, row.decided_at = actor.name, unit.clock.now()
    _enter(row, f"proposal.{ending.state.value}", unit, actor)


def lapse_proposals(complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """What nobody has decided on goes with the stage, or before another proposal."""
    waiting = select(Proposal).where(
        Proposal.complaint_id == complaint.id, Proposal.state == ProposalState.OPEN
    )
    for row in unit.session.scalars(waiting).all():
        end_proposal(row, Ending(ProposalState.LAPSED), unit, actor)


def find_open_proposal(complaint_id: str, form_id: str, unit: Unit) -> Proposal | None:
    """The one that waits."""
    found = (row for row in _list_newest(complaint_id, form_id, unit) if row.state is ProposalState.OPEN)
    return next(found, None)


def find_returned_proposal(complaint: Complaint, form_id: str, unit: Unit) -> Proposal | None:
    """The last one, where it was sent back and nothing has been decided since: whoever proposed it decides anew."""
    of_round = (row for row in _list_newest(complaint.id, form_id, unit) if row.round == complaint.round)
    last = next(of_round, None)
    if last is None or last.state is not ProposalState.SENT_BACK or last.decided_at is None:
        return None
    decided = find_decision(complaint.id, DECIDES[form_id], complaint.round, unit)
    return last if decided is None or decided.at < last.decided_at else None


def _list_newest(complaint_id: str, form_id: str, unit: Unit) -> Sequence[Proposal]:
    query = select(Proposal).where(Proposal.complaint_id == complaint_id, Proposal.form_id == form_id)
    return unit.session.scalars(query.order_by(Proposal.at.desc(), Proposal.id.desc())).all()


def _enter(row: Proposal, kind: str, unit: Unit, actor: Actor) -> None:
    payload: dict[str, object] = {"form_id": row.form_id, "round": row.round, "kinds": row.kinds}
    if row.reason:
        payload["reason"] = row.reason
    unit.trail.add(row.complaint_id, kind, payload, actor)
    unit.session.flush()
