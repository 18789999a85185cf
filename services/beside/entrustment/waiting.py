"""The entrustments that wait for their approval, by the task that decides on each."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from models.beside.entrustment import Entrustment
from models.case.lifecycle import RequestState
from models.case.task import Task
from services.access.task_facts import TaskFacts
from services.access.waiting_decisions import Waiting
from services.unit_of_work import Unit

ENTRUSTMENT_ID = "entrustment_id"


def map_entrustments(tasks: Collection[TaskFacts], unit: Unit) -> dict[TaskFacts, Waiting]:
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
