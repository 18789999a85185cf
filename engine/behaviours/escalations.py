"""Escalations climb from the throwing scope outwards, through calling instances, to the nearest catch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from engine.behaviours.boundaries import trigger
from engine.model.elements import BoundaryEvent
from engine.processing.turn import Turn
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.process_instance import ProcessInstance


def throw_escalation(turn: Turn, token: ElementInstance, code: str) -> bool:
    """Trigger the nearest catch; True when the thrower may go on (not caught, or not interrupted)."""
    for host in _hosts(turn, token):
        boundary = _find_catch(turn, host, code)
        if boundary is None or host.state == ElementState.TERMINATING:
            continue
        trigger(turn, host, boundary)
        return not boundary.is_interrupting
    return True


def _hosts(turn: Turn, token: ElementInstance) -> Iterator[ElementInstance]:
    """Sub-processes and call activities around a token, inside out."""
    here = token
    while True:
        above = here.scope_key
        if above is None:
            instance = turn.state.get(ProcessInstance, here.process_instance_key)
            above = instance.parent_element_instance_key
            if above is None:
                return
        here = turn.state.get(ElementInstance, above)
        if here.scope_key is not None:
            yield here


def _find_catch(turn: Turn, host: ElementInstance, code: str) -> BoundaryEvent | None:
    process = turn.models.get(host.process_definition_key)
    held = [
        cast("BoundaryEvent", process.elements[key]) for key in process.elements[host.element_id].boundary_ids
    ]
    catches = [boundary for boundary in held if boundary.is_escalation]
    exact = [boundary for boundary in catches if boundary.escalation_code == code]
    anything = [boundary for boundary in catches if boundary.escalation_code is None]
    return next(iter(exact + anything), None)
