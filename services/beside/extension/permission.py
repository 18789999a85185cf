"""Who may not decide on an extension: the one who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.beside.extension import Extension
from services.beside.extension.decide import FOUR_EYES
from services.requests.find_request_of import find_request_of
from services.unit_of_work import Unit

if TYPE_CHECKING:
    from services.worklist.task_permission import TaskFacts


def find_requester_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """FOUR_EYES for the person who asked."""
    row = find_request_of(Extension, facts.process_instance_key, facts.complaint_id, unit)
    return FOUR_EYES if row is not None and row.requested_by == login else None
