"""Who may decide on a recusal, asked by every door of the task."""

from __future__ import annotations

from models.beside.recusal import Recusal
from services.access.right_superior import list_deciders
from services.access.task_facts import TaskFacts
from services.requests.find_request_of import find_request_of
from services.unit_of_work import Unit

NOT_THE_SUPERIOR = "NOT_THE_SUPERIOR"


def find_superior_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """NOT_THE_SUPERIOR for everybody but the right superior of the person or unit concerned."""
    row = find_request_of(Recusal, facts.process_instance_key, facts.complaint_id, unit)
    return None if row is not None and login in list_deciders(row, unit) else NOT_THE_SUPERIOR
