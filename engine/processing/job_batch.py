"""Leases jobs for a worker: the oldest free ones, as many as are asked for and as one message can carry."""

from __future__ import annotations

import json
from itertools import islice
from typing import Final

from engine.behaviours.incidents import raise_incident
from engine.behaviours.slices import is_doomed
from engine.behaviours.task_listeners import listener_view
from engine.behaviours.variables import visible_variables
from engine.core.answers import ActivatedJob, JobsActivated
from engine.core.commands import ActivateJobs
from engine.core.indexes import ACTIVATABLE
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType, Failure
from engine.state.job import Job
from engine.state.process_instance import ProcessInstance
from engine.state.user_task import UserTask

# What every gRPC client takes at most, unless told otherwise, and what a cluster's message size is by default.
MESSAGE_BYTES: Final = 4 * 1024 * 1024
# What a job takes beside its texts: keys, numbers, names of fields, the headers of a listener.
JOB_OVERHEAD_BYTES: Final = 1024


def activate_jobs(turn: Turn, command: ActivateJobs) -> JobsActivated:
    """Lease the oldest free jobs of a type; INVALID_ARGUMENT for a blank name or a count below 1.

    Together they stay within a message; what is left out for that is not leased, and the answer says so. A job that
    alone is larger becomes an incident, so that it keeps nothing behind it.
    """
    _check(command)
    taken: list[ActivatedJob] = []
    free_bytes, is_truncated = MESSAGE_BYTES, False
    for job in _list_free(turn, command):
        turn.at_work = job.process_instance_key
        activated = _activated(turn, job, command)
        size = _size_of(activated)
        if size > MESSAGE_BYTES:
            _refuse_too_large(turn, job, size)
            is_truncated = True
            continue
        if size > free_bytes:
            is_truncated = True
            break
        free_bytes -= size
        turn.state.change(job, worker=command.worker, deadline=turn.now + command.timeout_ms)
        taken.append(activated)
    return JobsActivated(tuple(taken), is_truncated)


def _check(command: ActivateJobs) -> None:
    for what, is_right in (
        ("type", bool(command.type.strip())),
        ("worker", bool(command.worker.strip())),
        ("timeout", command.timeout_ms > 0),
        ("maxJobsToActivate", command.max_jobs > 0),
    ):
        if not is_right:
            message = f"Expected to activate job batch with {what} to be given and positive, but it was not"
            raise CommandRejected(Reason.INVALID_ARGUMENT, message)


def _list_free(turn: Turn, command: ActivateJobs) -> list[Job]:
    """The oldest free jobs; those in a loop that is just being ended are nobody's any more."""
    jobs = (turn.state.get(Job, key) for key in turn.state.indexes.bucket(ACTIVATABLE, command.type))
    living = (
        job for job in jobs if not is_doomed(turn, turn.state.get(ElementInstance, job.element_instance_key))
    )
    # A lease takes a job out of the bucket, so the list is made first.
    return list(islice(living, command.max_jobs))


def _activated(turn: Turn, job: Job, command: ActivateJobs) -> ActivatedJob:
    variables = visible_variables(turn, job.element_instance_key)
    if command.fetch_variables:
        variables = {name: variables[name] for name in command.fetch_variables if name in variables}
    task = turn.state.find(UserTask, job.user_task_key) if job.user_task_key is not None else None
    instance = turn.state.get(ProcessInstance, job.process_instance_key)
    return ActivatedJob(
        key=job.key,
        type=job.type,
        kind=job.kind,
        listener_event=job.listener_event,
        process_instance_key=job.process_instance_key,
        process_definition_key=job.process_definition_key,
        process_id=job.process_id,
        process_version=job.process_version,
        element_id=job.element_id,
        element_instance_key=job.element_instance_key,
        worker=command.worker,
        retries=job.retries,
        deadline=turn.now + command.timeout_ms,
        custom_headers=dict(job.custom_headers),
        variables=variables,
        user_task=listener_view(task) if task is not None else None,
        tags=tuple(instance.tags),
    )


def _size_of(job: ActivatedJob) -> int:
    """Bytes that the job takes in an answer, rather too many than too few."""
    texts = job.type + job.process_id + job.element_id + job.worker
    task = job.user_task
    if task is not None:
        texts += "".join((*task.candidate_groups, *task.candidate_users, task.assignee or ""))
    return sum(map(_bytes_of, (job.variables, job.custom_headers, texts))) + JOB_OVERHEAD_BYTES


def _bytes_of(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _refuse_too_large(turn: Turn, job: Job, size: int) -> None:
    message = (
        f"The job with key '{job.key}' can not be activated, because with {size / 1024 / 1024:.1f} MB it is larger "
        "than the configured message size (per default is 4 MB). Try to reduce the size by reducing the number of "
        "fetched variables or modifying the variable values."
    )
    token = turn.state.get(ElementInstance, job.element_instance_key)
    raise_incident(turn, token, Failure(ErrorType.MESSAGE_SIZE_EXCEEDED, message), job)
