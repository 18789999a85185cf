"""What waits for the approval of another person, by the task that decides on it: proposals, extensions, entrustments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import ExtensionElement, FormId, IntakeElement, InvestigationElement
from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.case.proposal import Proposal
from models.case.task import Task
from models.ground.approval_codes import ApprovalKind, ProposalState
from services.access.task_facts import TaskFacts
from services.unit_of_work import Unit

ENTRUSTMENT_ID = "entrustment_id"
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


def map_waiting(tasks: Collection[TaskFacts], unit: Unit) -> dict[TaskFacts, Waiting]:
    """What each task decides on, as far as it still waits."""
    of_forms = [facts for facts in tasks if facts.element_id in FORM_APPROVED_BY]
    extensions = [facts for facts in tasks if facts.element_id == ExtensionElement.USER_TASK_DECIDE_EXTENSION]
    entrustments = [
        facts for facts in tasks if facts.element_id == InvestigationElement.USER_TASK_APPROVE_ENTRUSTMENT
    ]
    return {
        **_map_proposals(of_forms, unit),
        **_map_extensions(extensions, unit),
        **_map_entrustments(entrustments, unit),
    }


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


def _map_proposals(tasks: list[TaskFacts], unit: Unit) -> dict[TaskFacts, Waiting]:
    known = {
        (row.complaint_id, row.form_id): Waiting(row.complaint_id, row.by, tuple(row.kinds))
        for row in list_proposals({facts.complaint_id for facts in tasks}, unit)
        if row.state is ProposalState.OPEN
    }
    found = {facts: known.get((facts.complaint_id, FORM_APPROVED_BY[facts.element_id])) for facts in tasks}
    return {facts: row for facts, row in found.items() if row is not None}


def _map_extensions(tasks: list[TaskFacts], unit: Unit) -> dict[TaskFacts, Waiting]:
    """One at a time in a case, so that the case says which."""
    cases = {facts.complaint_id for facts in tasks}
    if not cases:
        return {}
    rows = unit.session.execute(
        select(Extension.complaint_id, Extension.requested_by).where(
            Extension.complaint_id.in_(cases), Extension.state == RequestState.OPEN
        )
    )
    known = {case: Waiting(case, by, (ApprovalKind.EXTENSION.value,)) for case, by in rows}
    return {facts: known[facts.complaint_id] for facts in tasks if facts.complaint_id in known}


def _map_entrustments(tasks: list[TaskFacts], unit: Unit) -> dict[TaskFacts, Waiting]:
    """By the id in the row of the task; of a task that has no row yet, the last that waits in its case."""
    cases = {facts.complaint_id for facts in tasks}
    if not cases:
        return {}
    rows = unit.session.scalars(
        select(Entrustment)
        .where(Entrustment.complaint_id.in_(cases), Entrustment.state == RequestState.OPEN)
        .order_by(Entrustment.no)
    )
    waiting = {
        row.id: Waiting(row.complaint_id, row.requested_by, tuple(kind.value for kind in row.approval_kinds))
        for row in rows
        if row.awaits_approval
    }
    last = {row.complaint_id: row for row in waiting.values()}
    keys = {facts.user_task_key for facts in tasks if facts.user_task_key is not None}
    details = {
        key: kept.get(ENTRUSTMENT_ID)
        for key, kept in unit.session.execute(
            select(Task.user_task_key, Task.details).where(Task.user_task_key.in_(keys))
        )
    }
    found: dict[TaskFacts, Waiting | None] = {}
    for facts in tasks:
        asked = details.get(facts.user_task_key or "")
        found[facts] = last.get(facts.complaint_id) if asked is None else waiting.get(str(asked))
    return {facts: row for facts, row in found.items() if row is not None}
