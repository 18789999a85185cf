"""What waits for the approval of another person, by the task that decides on it; here the proposals of the intake."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import FormId, IntakeElement
from models.case.complaint import Complaint
from models.case.proposal import Proposal
from models.ground.approval_codes import ProposalState
from services.access.task_facts import TaskFacts
from services.unit_of_work import Unit

FORM_APPROVED_BY: dict[str, str] = {
    IntakeElement.USER_TASK_APPROVE_ACCEPTANCE: FormId.DECIDE_ACCEPTANCE,
    IntakeElement.USER_TASK_APPROVE_SETTLEMENT: FormId.SETTLE_ON_SPOT,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who proposed it in which case, and what the policy has to say of it."""

    complaint_id: str
    by: str
    kinds: tuple[str, ...]


FindWaiting = Callable[[Collection[TaskFacts], Unit], dict[TaskFacts, Waiting]]


def list_proposals(complaint_ids: Collection[str], unit: Unit) -> list[Proposal]:
    """Those of the present round of the cases, oldest first."""
    if not complaint_ids:
        return []
    rows = unit.session.scalars(
        select(Proposal)
        .join(Complaint, (Complaint.id == Proposal.complaint_id) & (Complaint.round == Proposal.round))
        .where(Proposal.complaint_id.in_(complaint_ids))
        .order_by(Proposal.at, Proposal.id)
    )
    return list(rows)


def map_proposals(tasks: Collection[TaskFacts], unit: Unit) -> dict[TaskFacts, Waiting]:
    """What each task of the intake decides on, as far as it still waits."""
    known = {
        (row.complaint_id, row.form_id): Waiting(row.complaint_id, row.by, tuple(row.kinds))
        for row in list_proposals({facts.complaint_id for facts in tasks}, unit)
        if row.state is ProposalState.OPEN
    }
    found = {facts: known.get((facts.complaint_id, FORM_APPROVED_BY[facts.element_id])) for facts in tasks}
    return {facts: row for facts, row in found.items() if row is not None}
