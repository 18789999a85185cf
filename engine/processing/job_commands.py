"""Complete, fail, throw from, and update jobs."""

from __future__ import annotations

from engine.behaviours import errors
from engine.behaviours.errors import BpmnError, uncaught
from engine.behaviours.incidents import raise_incident
from engine.behaviours.jobs import finish_job, offer
from engine.behaviours.resting import refuse_resting
from engine.behaviours.slices import is_doomed
from engine.behaviours.task_changes import changes_of, check_changes
from engine.behaviours.user_tasks import DENIABLE, accept, deny
from engine.behaviours.variables import set_local
from engine.core.answers import Done
from engine.core.commands import CompleteJob, FailJob, JobResult, ThrowError, UpdateJob
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.model.bounds import cut_message
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType, Failure
from engine.state.job import Job, JobKind, JobState
from engine.state.user_task import UserTask


def _get_job(turn: Turn, key: int, verb: str) -> Job:
    job = turn.state.find(Job, key)
    if job is None or is_doomed(turn, turn.state.get(ElementInstance, job.element_instance_key)):
        message = f"Expected to {verb} job with key '{key}', but no such job was found"
        raise CommandRejected(Reason.NOT_FOUND, message)
    return job


def _get_open_job(turn: Turn, key: int, verb: str) -> Job:
    """A job that no rest, incident or back-off holds."""
    job = _get_job(turn, key, verb)
    refuse_resting(turn, job.process_instance_key, f"{verb} job with key '{key}'")
    if job.has_incident or job.back_off_until is not None:
        message = f"Expected to {verb} job with key '{key}', but it is in state '{job.state}'"
        raise CommandRejected(Reason.INVALID_STATE, message)
    return job


def complete_job(turn: Turn, command: CompleteJob) -> Done:
    """Let the element or the listener go on; a job that nobody holds is accepted, as on Zeebe."""
    job = _get_open_job(turn, command.job_key, "complete")
    if job.kind == JobKind.TASK_LISTENER:
        _complete_listener(turn, job, command)
        return Done()
    if command.result is not None and (command.result.denied or command.result.corrections):
        raise CommandRejected(Reason.INVALID_ARGUMENT, "Only task listener jobs can deny or correct")
    token = turn.state.get(ElementInstance, job.element_instance_key)
    finish_job(turn, job, JobState.COMPLETED)
    turn.state.change(token, result=dict(command.variables))
    turn.complete(token)
    return Done()


def _complete_listener(turn: Turn, job: Job, command: CompleteJob) -> None:
    result = command.result or JobResult()
    corrections = changes_of(result.corrections)
    _check_listener_answer(job, command, result)
    check_changes(corrections)
    turn.state.change(job, is_denied=result.denied, denied_reason=result.denied_reason or None)
    finish_job(turn, job, JobState.COMPLETED)
    task = turn.state.get(UserTask, job.user_task_key or 0)
    if result.denied:
        deny(turn, task, result.denied_reason)
    else:
        accept(turn, task, corrections)


def _check_listener_answer(job: Job, command: CompleteJob, result: JobResult) -> None:
    faults = (
        (bool(command.variables), "a task listener job cannot set variables"),
        (result.denied and bool(changes_of(result.corrections)), "denial and corrections exclude each other"),
        (result.denied and job.listener_event not in DENIABLE, f"'{job.listener_event}' cannot be denied"),
    )
    for is_wrong, message in faults:
        if is_wrong:
            text = f"Expected to complete task listener job with key '{job.key}', but {message}"
            raise CommandRejected(Reason.INVALID_ARGUMENT, text)


def fail_job(turn: Turn, command: FailJob) -> Done:
    """Give it back; only a job that is held can fail. Without retries left an incident is raised."""
    job = _get_open_job(turn, command.job_key, "fail")
    if job.deadline is None:
        message = f"Expected to fail job with key '{job.key}', but it is not activated"
        raise CommandRejected(Reason.INVALID_STATE, message)
    token = turn.state.get(ElementInstance, job.element_instance_key)
    if job.kind == JobKind.BPMN_ELEMENT:
        set_local(turn, token, command.variables)
    told = cut_message(command.message)
    failed = {"retries": max(command.retries, 0), "error_message": told, "state": JobState.FAILED}
    turn.state.change(job, **failed, worker=None, deadline=None)
    if job.retries == 0:
        is_listener = job.kind == JobKind.TASK_LISTENER
        error = ErrorType.TASK_LISTENER_NO_RETRIES if is_listener else ErrorType.JOB_NO_RETRIES
        raise_incident(turn, token, Failure(error, command.message or "No more retries left."), job)
    elif command.back_off_ms > 0:
        turn.state.change(job, back_off_until=turn.now + command.back_off_ms)
    else:
        offer(turn, job)
    return Done()


def throw_error(turn: Turn, command: ThrowError) -> Done:
    """End the job with an error; whoever catches it goes on, else it is an incident. Listeners cannot throw."""
    job = _get_open_job(turn, command.job_key, "throw an error for")
    if job.kind == JobKind.TASK_LISTENER:
        message = f"Expected to throw an error for job with key '{job.key}', but it is a task listener job"
        raise CommandRejected(Reason.INVALID_STATE, message)
    token = turn.state.get(ElementInstance, job.element_instance_key)
    error = BpmnError(command.error_code, cut_message(command.message), command.variables)
    thrown = {"state": JobState.ERROR_THROWN, "error_code": error.code, "error_message": error.message}
    turn.state.change(job, **thrown, worker=None, deadline=None)
    if errors.throw_error(turn, token, error):
        finish_job(turn, job, JobState.ERROR_THROWN)
    else:
        raise_incident(
            turn, token, Failure(ErrorType.UNHANDLED_ERROR_EVENT, uncaught(turn, token, error)), job
        )
    return Done()


def update_job(turn: Turn, command: UpdateJob) -> Done:
    """Change retries (more than 0) or the lease of a held job; an incident stays until it is resolved."""
    job = _get_job(turn, command.job_key, "update")
    if command.retries is not None and command.retries <= 0:
        message = f"Expected to update retries of job with key '{job.key}' to more than 0, but got {command.retries}"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message)
    if command.timeout_ms is not None and job.deadline is None:
        message = f"Expected to update the timeout of job with key '{job.key}', but it is not active"
        raise CommandRejected(Reason.INVALID_STATE, message)
    if command.retries is not None:
        turn.state.change(job, retries=command.retries, state=JobState.RETRIES_UPDATED)
    if command.timeout_ms is not None:
        turn.state.change(job, deadline=turn.now + command.timeout_ms)
    return Done()
