"""The extensions that wait for their decision, by the task that decides on each."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from models.beside.extension import Extension
from models.case.lifecycle import RequestState
from models.ground.approval_codes import ApprovalKind
from services.access.task_facts import TaskFacts
from services.access.waiting_decisions import Waiting
from services.unit_of_work import Unit


def map_extensions(tasks: Collection[TaskFacts], unit: Unit) -> dict[TaskFacts, Waiting]:
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
