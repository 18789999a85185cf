"""Resolve incidents."""

from __future__ import annotations

from engine.behaviours.incidents import close_incident
from engine.behaviours.jobs import offer
from engine.behaviours.resting import is_rest, refuse_resting, release
from engine.behaviours.slices import is_doomed
from engine.core.answers import Done
from engine.core.commands import ResolveIncident
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.state.element_instance import ElementInstance
from engine.state.incident import Incident
from engine.state.job import Job, JobState


def resolve_incident(turn: Turn, command: ResolveIncident) -> Done:
    """Do the failed step again; NOT_FOUND when closed, INVALID_STATE while its job has no retries.

    The incident of a root that rests lets everything go on where it stood; until then no other one of it is resolved.
    """
    incident = turn.state.find(Incident, command.incident_key)
    if incident is None or is_doomed(turn, turn.state.get(ElementInstance, incident.element_instance_key)):
        message = (
            f"Expected to resolve incident with key '{command.incident_key}', but no such incident was found"
        )
        raise CommandRejected(Reason.NOT_FOUND, message)
    if is_rest(turn, incident):
        release(turn, incident)
        return Done()
    refuse_resting(turn, incident.process_instance_key, f"resolve incident with key '{incident.key}'")
    job = turn.state.find(Job, incident.job_key) if incident.job_key is not None else None
    if job is not None and job.retries <= 0:
        message = (
            f"Expected to resolve incident with key '{incident.key}', but its job with key '{job.key}' "
            "has no retries left; update the retries first"
        )
        raise CommandRejected(Reason.INVALID_STATE, message)
    close_incident(turn, incident)
    if job is not None:
        offer(turn, job, state=JobState.CREATED)
    else:
        turn.retry(turn.state.get(ElementInstance, incident.element_instance_key))
    return Done()
