"""The engine asks before it completes a user task: was it decided here? A completion that nobody asked for is denied."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.task import Task
from models.ledger.outbox import OutboxRow
from services.outbox.complete_user_task import key_of_completion
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.submit_task import find_record


@dataclass(frozen=True, slots=True)
class CheckCompletion:
    """The task about to be completed."""

    user_task_key: str


def check_completion(command: CheckCompletion, unit_of_work: UnitOfWork) -> str | None:
    """None when the task has its record, or is of no case and was told to be completed, else NOT_SUBMITTED_HERE.

    A pure question.
    """
    key = command.user_task_key
    with unit_of_work.reading() as unit:
        if find_record(key, unit) is not None or _is_asked_for(key, unit):
            return None
    return "NOT_SUBMITTED_HERE"


def _is_asked_for(user_task_key: str, unit: Unit) -> bool:
    """Whether the message that completes it stands in the outbox: a task of the office has no record of a case.

    For a task of a case its record alone counts.
    """
    if unit.session.get(Task, user_task_key) is not None:
        return False
    query = select(OutboxRow.id).where(OutboxRow.dedupe_key == key_of_completion(user_task_key))
    return unit.session.scalar(query) is not None
