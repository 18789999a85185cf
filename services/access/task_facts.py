"""What the rules ask about a task; the rules themselves are in services/worklist and beside the kinds of requests."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.task import Task


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """Known to the engine's listener before our projection has a row.

    `process_instance_key` tells apart the tasks of two requests of one kind, `user_task_key` the task that somebody was
    named for.
    """

    complaint_id: str
    element_id: str
    candidate_groups: tuple[str, ...]
    process_instance_key: str | None = None
    user_task_key: str | None = None


def facts_of_task(task: Task) -> TaskFacts:
    """The facts of a projected task."""
    return TaskFacts(
        task.complaint_id,
        task.element_id,
        tuple(task.candidate_groups),
        task.process_instance_key,
        task.user_task_key,
    )
