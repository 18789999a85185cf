"""The engine asks before it completes a user task: was it submitted here? A completion without a record is denied."""

from dataclasses import dataclass

from services.unit_of_work import UnitOfWork
from services.worklist.submit_task import find_record


@dataclass(frozen=True, slots=True)
class CheckCompletion:
    """The task about to be completed."""

    user_task_key: str


def check_completion(command: CheckCompletion, unit_of_work: UnitOfWork) -> str | None:
    """None when the task has its record, else NOT_SUBMITTED_HERE; a pure question."""
    with unit_of_work.reading() as unit:
        return None if find_record(command.user_task_key, unit) is not None else "NOT_SUBMITTED_HERE"
