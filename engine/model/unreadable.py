"""What of a stored file this engine cannot execute, by the element or flow that it concerns."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import Fault
from engine.model.events import StartEvent
from engine.model.loops import find_straight_loop
from engine.model.process import Process


def find_unreadable(process: Process, faults: Iterable[Fault]) -> dict[str, str]:
    """Why a token cannot go on at an element, or along a flow; what is wrong with the process stops its starts.

    A loop that no token would ever rest in is cut at its first element, for it would never end.
    """
    found: dict[str, list[str]] = {}
    starts = [
        key
        for key, element in process.elements.items()
        if isinstance(element, StartEvent) and element.scope_id == process.id
    ]
    for fault in faults:
        places = starts if fault.element_id == process.id else [fault.element_id]
        for place in places:
            found.setdefault(place, []).append(f"{fault.element_type} '{fault.element_id}' {fault.message}")
    while loop := find_straight_loop(process, found):
        found[loop[0]] = [f"it is part of a loop without a wait state: {' -> '.join(loop)}"]
    return {place: "; ".join(reasons) for place, reasons in found.items()}
