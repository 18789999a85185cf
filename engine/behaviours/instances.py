"""Starts process instances; how one ends is in elements/process.py."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.behaviours.tokens import enter
from engine.behaviours.variables import set_local
from engine.core.turn import Turn
from engine.model.elements import ElementType
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.entity import Variables
from engine.state.process_definition import ProcessDefinition
from engine.state.process_instance import InstanceState, ProcessInstance


@dataclass(frozen=True, slots=True)
class Start:
    """How an instance comes to be: `variables` go to the root, `event_variables` through the start event."""

    definition: ProcessDefinition
    start_event_id: str
    variables: Variables = field(default_factory=dict)
    event_variables: Variables | None = None
    caller: ElementInstance | None = None
    correlation_key: str | None = None
    tags: tuple[str, ...] = ()


def start_instance(turn: Turn, start: Start) -> ProcessInstance:
    """Make the instance with its root scope and a token at the start event."""
    instance = _make_instance(turn, start)
    root = ElementInstance(
        key=instance.key,
        process_instance_key=instance.key,
        process_definition_key=start.definition.key,
        process_id=start.definition.process_id,
        element_id=start.definition.process_id,
        element_type=ElementType.PROCESS,
        state=ElementState.ACTIVE,
        scope_key=None,
        started_at=turn.now,
    )
    turn.state.put(root)
    set_local(turn, root, start.variables)
    event = turn.models.get(start.definition.key).elements[start.start_event_id]
    enter(turn, root, event, start.event_variables)
    return instance


def _make_instance(turn: Turn, start: Start) -> ProcessInstance:
    key, caller = turn.state.new_key(), start.caller
    parent = turn.state.get(ProcessInstance, caller.process_instance_key) if caller else None
    instance = ProcessInstance(
        key=key,
        process_definition_key=start.definition.key,
        process_id=start.definition.process_id,
        version=start.definition.version,
        state=InstanceState.ACTIVE,
        started_at=turn.now,
        parent_instance_key=parent.key if parent else None,
        parent_element_instance_key=caller.key if caller else None,
        root_instance_key=parent.root_instance_key if parent else key,
        call_depth=parent.call_depth + 1 if parent else 1,
        correlation_key=start.correlation_key or None,
        tags=list(start.tags),
    )
    turn.state.put(instance)
    return instance
