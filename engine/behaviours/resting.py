"""A root that rests: an error that nobody foresaw came up in it, and nothing happens in its tree until a person says so.

Its jobs and timers are held by `State`, its messages are kept (`messages.py`); what people and workers ask of it is
refused here.
"""

from __future__ import annotations

from engine.behaviours.incidents import close_incident, raise_incident
from engine.core.commands import DeliverKept
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType, Failure, Incident
from engine.state.job import Job
from engine.state.message import Message
from engine.state.message_subscription import MessageSubscription
from engine.state.process_instance import ProcessInstance
from engine.state.user_task import UserTask


def find_root(turn: Turn, process_instance_key: int | None) -> ProcessInstance | None:
    """The open root that an instance was called from, which may be itself."""
    if process_instance_key is None:
        return None
    instance = turn.state.find(ProcessInstance, process_instance_key)
    return None if instance is None else turn.state.find(ProcessInstance, instance.root_instance_key)


def rest(turn: Turn, root: ProcessInstance, message: str) -> None:
    """Let a root rest with all it called, and show why as an incident of it. Who waits for it is told."""
    token = turn.state.get(ElementInstance, root.key)
    incident = raise_incident(turn, token, Failure(ErrorType.UNKNOWN, message))
    turn.state.change(root, rests_by=incident.key)
    reject_waiters(turn, root, CommandRejected(Reason.PROCESSING_ERROR, message))


def is_rest(turn: Turn, incident: Incident) -> bool:
    """True for the incident that lets its root rest."""
    root = turn.state.find(ProcessInstance, incident.element_instance_key)
    return root is not None and root.rests_by == incident.key


def release(turn: Turn, incident: Incident) -> None:
    """Let everything go on where it stood: what is overdue fires, jobs are handed out, kept messages are delivered.

    Leases are void as after a restart: whoever had one was refused meanwhile.
    """
    root = turn.state.get(ProcessInstance, incident.element_instance_key)
    close_incident(turn, incident)
    turn.state.change(root, rests_by=None)
    for job in turn.state.list_all(Job):
        if is_in(turn, root, job.process_instance_key):
            turn.state.change(job, worker=None, deadline=None)
            turn.activatable_types.add(job.type)
    follow_kept(turn, root)


def follow_kept(turn: Turn, root: ProcessInstance) -> None:
    """Look at every message that was kept for the tree, each in a command of its own."""
    keys: set[int] = set()
    for waiting in turn.state.list_all(MessageSubscription):
        if is_in(turn, root, waiting.process_instance_key):
            place = (waiting.message_name, waiting.correlation_key)
            keys |= {found.key for found in turn.state.list_by(Message, "messages", place) if found.is_kept}
    turn.follow_ups += [DeliverKept(key, root.key) for key in sorted(keys)]


def is_in(turn: Turn, root: ProcessInstance, process_instance_key: int) -> bool:
    """True for the root and every open instance that was called from it."""
    instance = turn.state.find(ProcessInstance, process_instance_key)
    return instance is not None and instance.root_instance_key == root.key


def refuse_resting(turn: Turn, process_instance_key: int, what: str) -> None:
    """INVALID_STATE while the instance rests."""
    if turn.state.is_resting(process_instance_key):
        root = find_root(turn, process_instance_key)
        key = process_instance_key if root is None else root.key
        message = f"Expected to {what}, but process instance '{key}' rests until its incident is resolved"
        raise CommandRejected(Reason.INVALID_STATE, message)


def reject_waiters(turn: Turn, root: ProcessInstance, rejection: CommandRejected) -> None:
    """Tell everybody who waits for a task or for the end of an instance of the tree."""
    for awaited_key in turn.waiters.awaited():
        task = turn.state.find(UserTask, awaited_key)
        if is_in(turn, root, awaited_key if task is None else task.process_instance_key):
            turn.reject(turn.waiters.take(awaited_key), rejection)
