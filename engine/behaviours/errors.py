"""BPMN errors climb from the throwing element outwards to the nearest catch, which always interrupts."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.behaviours.thrown_codes import find_catch, list_codes
from engine.behaviours.triggers import trigger
from engine.core.turn import Turn
from engine.model.events import CatchEvent, CodeCatch
from engine.state.element_instance import ElementInstance
from engine.state.entity import Variables


@dataclass(frozen=True, slots=True)
class BpmnError:
    """What is thrown; `variables` reach the event that catches it."""

    code: str
    message: str = ""
    variables: Variables = field(default_factory=dict)


def throw_error(turn: Turn, token: ElementInstance, error: BpmnError) -> bool:
    """Trigger the nearest catch; False when there is none, and then nothing has happened."""
    found = find_catch(turn, token, error.code, _catch_of)
    if found is None:
        return False
    trigger(turn, found.host, found.event.id, error.variables)
    return True


def _catch_of(host: ElementInstance, event: CatchEvent) -> CodeCatch | None:
    """As on Zeebe nothing at an interrupted scope catches an error, not even a boundary event (escalations: those)."""
    return event.error if host.interrupted_by is None else None


def uncaught(turn: Turn, token: ElementInstance, error: BpmnError) -> str:
    """The message of the incident that an uncaught error becomes."""
    codes = list_codes(turn, token, _catch_of)
    known = f"Available error events are [{', '.join(codes)}]" if codes else ""
    told = f" with message '{error.message}'" if error.message else ""
    return f"Expected to throw an error event with the code '{error.code}'{told}, but it was not caught. " + (
        known or "No error events are available in the scope."
    )
