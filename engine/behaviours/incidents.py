"""Raises and closes incidents and keeps the counts up the tree, through calling instances."""

from __future__ import annotations

from engine.behaviours.statistics import count
from engine.core.turn import Turn
from engine.model.bounds import cut_message
from engine.state.element_instance import ElementInstance
from engine.state.incident import Failure, Incident, IncidentState
from engine.state.job import Job
from engine.state.process_instance import ProcessInstance


def raise_incident(turn: Turn, token: ElementInstance, failure: Failure, job: Job | None = None) -> Incident:
    """Something at this token needs a person; with a job, that job is kept from workers."""
    incident = Incident(
        key=turn.state.new_key(),
        error_type=failure.error_type,
        error_message=cut_message(failure.message),
        state=IncidentState.ACTIVE,
        element_id=token.element_id,
        element_instance_key=token.key,
        process_instance_key=token.process_instance_key,
        process_definition_key=token.process_definition_key,
        process_id=token.process_id,
        created_at=turn.now,
        job_key=job.key if job else None,
    )
    turn.state.put(incident)
    if job is not None:
        turn.state.change(job, has_incident=True)
    turn.state.change(token, incident_key=incident.key)
    _count_up(turn, token, 1)
    return incident


def close_incident(turn: Turn, incident: Incident) -> None:
    """It was resolved, or its element ended."""
    token = turn.state.get(ElementInstance, incident.element_instance_key)
    turn.state.change(incident, state=IncidentState.RESOLVED, ended_at=turn.now)
    if token.incident_key == incident.key:
        turn.state.change(token, incident_key=None)
    _count_up(turn, token, -1)


def close_incidents(turn: Turn, token: ElementInstance) -> None:
    """Close whatever is open at a token that ends."""
    for incident in turn.state.list_by(Incident, "incidents_of_element", token.key):
        close_incident(turn, incident)


def _count_up(turn: Turn, token: ElementInstance, change: int) -> None:
    count(turn, token, incidents=change)
    here: ElementInstance | None = token
    while here is not None:
        turn.state.change(here, incident_count=here.incident_count + change)
        above = here.scope_key
        if above is None:
            instance = turn.state.get(ProcessInstance, here.process_instance_key)
            turn.state.change(instance, incident_count=instance.incident_count + change)
            above = instance.parent_element_instance_key
        here = None if above is None else turn.state.get(ElementInstance, above)
