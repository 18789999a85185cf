"""Makes, offers and cancels jobs; what a completed one means is its element's or its listener's business."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.behaviours.evaluation import retries_at, text_at
from engine.core.turn import Turn
from engine.model.elements import JobDefinition
from engine.state.element_instance import ElementInstance
from engine.state.job import Job, JobKind, JobState
from engine.state.process_definition import ProcessDefinition


@dataclass(frozen=True, slots=True)
class ListenerPlace:
    """Which listener of which user task a job stands for."""

    event: str
    index: int
    user_task_key: int
    headers: dict[str, str] = field(default_factory=dict)


def create_job(
    turn: Turn, token: ElementInstance, definition: JobDefinition, listener: ListenerPlace | None = None
) -> Job:
    """Evaluate type and retries, then offer the job; fails the step if one has the wrong type."""
    job_type = text_at(turn, definition.type, token.key)
    retries = retries_at(turn, definition.retries, token.key)
    process = turn.state.get(ProcessDefinition, token.process_definition_key)
    job = Job(
        key=turn.state.new_key(),
        type=job_type,
        kind=JobKind.BPMN_ELEMENT if listener is None else JobKind.TASK_LISTENER,
        state=JobState.CREATED,
        retries=retries,
        element_id=token.element_id,
        element_instance_key=token.key,
        process_instance_key=token.process_instance_key,
        process_definition_key=token.process_definition_key,
        process_id=token.process_id,
        process_version=process.version,
        created_at=turn.now,
        custom_headers={**definition.headers, **(listener.headers if listener else {})},
        listener_event=listener.event if listener else None,
        listener_index=listener.index if listener else 0,
        user_task_key=listener.user_task_key if listener else None,
    )
    turn.state.put(job)
    turn.activatable_types.add(job.type)
    return job


def offer(turn: Turn, job: Job, **also: object) -> None:
    """Let workers have it again; ends a lease, a back-off and the hold of an incident. `also` changes with it."""
    free = {"worker": None, "deadline": None, "back_off_until": None, "has_incident": False}
    turn.state.change(job, **free, **also)
    turn.activatable_types.add(job.type)


def finish_job(turn: Turn, job: Job, state: JobState) -> None:
    """The job is over and becomes history."""
    turn.state.change(job, state=state, ended_at=turn.now, deadline=None, back_off_until=None)


def cancel_jobs(turn: Turn, token: ElementInstance) -> None:
    """The element ends: nobody shall work on it any more."""
    for job in turn.state.list_by(Job, "jobs_of_element", token.key):
        finish_job(turn, job, JobState.CANCELED)
