"""Create and cancel instances, set variables."""

from __future__ import annotations

from engine.behaviours.ending import end_tree
from engine.behaviours.instances import Start, start_instance
from engine.behaviours.messages import start_next_buffered
from engine.behaviours.variables import propagate, set_local
from engine.core.answers import Done, InstanceCreated, VariablesSet
from engine.core.commands import CancelInstance, CreateInstance, SetVariables, StartBuffered
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.state.element_instance import ElementInstance
from engine.state.process_definition import ProcessDefinition
from engine.state.process_instance import ProcessInstance

LATEST = -1


def create_instance(turn: Turn, command: CreateInstance) -> InstanceCreated | None:
    """Start at the none start event; refused without such a definition (NOT_FOUND) or event (INVALID_STATE).

    None while the caller waits for its completion: then `elements/process.py` answers.
    """
    definition = _find_definition(turn, command)
    start_event_id = turn.models.get(definition.key).none_start_id
    if start_event_id is None:
        message = "Expected to create instance of process with none start event, but there is no such event"
        raise CommandRejected(Reason.INVALID_STATE, message)
    instance = start_instance(
        turn, Start(definition, start_event_id, dict(command.variables), tags=command.tags)
    )
    if command.awaits_completion:
        turn.waiters.wait(instance.key, turn.request_id)
        return None
    return InstanceCreated(
        instance.key, definition.key, definition.process_id, definition.version, command.tags
    )


def _find_definition(turn: Turn, command: CreateInstance) -> ProcessDefinition:
    key, process_id = command.process_definition_key, command.process_id
    if key is not None:
        definition = turn.state.find(ProcessDefinition, key)
        wanted = f"key '{key}'"
    elif command.version == LATEST:
        definition = turn.state.find_latest(ProcessDefinition, "definitions", process_id)
        wanted = f"process ID '{process_id}'"
    else:
        versions = turn.state.list_by(ProcessDefinition, "definitions", process_id)
        definition = next((d for d in versions if d.version == command.version), None)
        wanted = f"process ID '{process_id}' and version '{command.version}'"
    if definition is None:
        message = f"Expected to find process definition with {wanted}, but none found"
        raise CommandRejected(Reason.NOT_FOUND, message)
    return definition


def cancel_instance(turn: Turn, command: CancelInstance) -> Done:
    """Terminate; NOT_FOUND when it has ended, INVALID_STATE for a called instance.

    One that rests is ended without a step of it: no canceling listener is asked, and no diagram is read.
    """
    key = command.process_instance_key
    instance = turn.state.find(ProcessInstance, key)
    if instance is None:
        message = f"Expected to cancel a process instance with key '{key}', but no such process was found"
        raise CommandRejected(Reason.NOT_FOUND, message)
    if instance.parent_instance_key is not None:
        message = (
            f"Expected to cancel a process instance with key '{key}', but it is created by a parent process "
            f"instance. Cancel the root process instance '{instance.root_instance_key}' instead."
        )
        raise CommandRejected(Reason.INVALID_STATE, message)
    if instance.rests_by is not None:
        end_tree(turn, instance)
    else:
        turn.terminate(turn.state.get(ElementInstance, key))
    return Done()


def start_buffered(turn: Turn, command: StartBuffered) -> Done:
    """The instance that held back starts of its process has ended."""
    start_next_buffered(turn, command.process_id, command.correlation_key)
    return Done()


def set_variables(turn: Turn, command: SetVariables) -> VariablesSet:
    """Write at or above a scope; NOT_FOUND when it has ended."""
    scope = turn.state.find(ElementInstance, command.element_instance_key)
    if scope is None:
        message = (
            f"Expected to update variables for element with key '{command.element_instance_key}', "
            "but no such element was found"
        )
        raise CommandRejected(Reason.NOT_FOUND, message)
    if command.local:
        set_local(turn, scope, command.variables)
    else:
        propagate(turn, scope.key, command.variables)
    return VariablesSet(turn.state.new_key())
