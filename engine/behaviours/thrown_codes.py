"""Finds who catches a thrown error or escalation: from the throwing element outwards, through calling instances."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.behaviours.triggers import is_ending
from engine.core.turn import Turn
from engine.model.events import CatchEvent, CodeCatch, EventSubProcess
from engine.state.element_instance import ElementInstance
from engine.state.process_instance import ProcessInstance

CatchOf = Callable[[ElementInstance, CatchEvent], CodeCatch | None]


@dataclass(frozen=True, slots=True)
class Found:
    """The event that catches, and the element instance that it waits at."""

    host: ElementInstance
    event: CatchEvent


def find_catch(turn: Turn, thrower: ElementInstance, code: str, catch_of: CatchOf) -> Found | None:
    """The nearest catch; at one element instance a catch of the code comes before one of all codes.

    `catch_of` tells what an event catches of the kind that is thrown, given who it waits at. Whoever is being ended
    raises nothing outside.
    """
    for host in _hosts(turn, thrower):
        catches = [
            (event, catch) for event in _events(turn, host) if (catch := catch_of(host, event)) is not None
        ]
        for wanted in (code, None):
            for event, catch in catches:
                if catch.code == wanted:
                    return Found(host, event)
    return None


def list_codes(turn: Turn, thrower: ElementInstance, catch_of: CatchOf) -> list[str]:
    """The codes that are caught around the thrower, nearest first, for the message of an incident."""
    events = [(host, event) for host in _hosts(turn, thrower) for event in _events(turn, host)]
    return [catch.code or "" for host, event in events if (catch := catch_of(host, event)) is not None]


def _hosts(turn: Turn, thrower: ElementInstance) -> Iterator[ElementInstance]:
    """The thrower and what is around it; an interrupted scope has nothing around it but the calling instance."""
    here: ElementInstance | None = thrower
    while here is not None and not is_ending(turn, here):
        yield here
        above = here.scope_key if here.interrupted_by is None else None
        if above is None:
            above = turn.state.get(ProcessInstance, here.process_instance_key).parent_element_instance_key
        here = None if above is None else turn.state.get(ElementInstance, above)


def _events(turn: Turn, host: ElementInstance) -> list[CatchEvent]:
    element = turn.models.element_of(host)
    elements = turn.models.get(host.process_definition_key).elements
    held = [elements[key] for key in element.boundary_ids]
    if host.interrupted_by is None:
        scopes = [elements[key] for key in element.event_sub_process_ids]
        held = [elements[scope.start_id] for scope in scopes if isinstance(scope, EventSubProcess)] + held
    return [event for event in held if isinstance(event, CatchEvent)]
