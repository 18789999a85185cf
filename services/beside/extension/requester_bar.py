"""Who may not decide on an extension: the one who asked for it."""

from __future__ import annotations

from models.beside.extension import Extension
from services.access.task_facts import TaskFacts
from services.beside.extension.decide_extension import FOUR_EYES
from services.requests.find_request_of import find_request_of
from services.unit_of_work import Unit


def find_requester_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """FOUR_EYES for the person who asked."""
    row = find_request_of(Extension, facts.process_instance_key, facts.complaint_id, unit)
    return FOUR_EYES if row is not None and row.requested_by == login else None
