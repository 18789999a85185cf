"""The watches of limits in a diagram: drawn as the office needs them, of limits that exist, and none lost."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram import Diagram, Node
from bpmn.names import ProcessId
from services.clocks.owner_watches import find_limit_key
from services.clocks.time_limits import present_key
from services.resource_check.faults import ResourceFault

_CARDS = frozenset({"CLOCK_NEAR", "CLOCK_OVERDUE"})
_CLOCK = ("clock_id",)


def check_watches(diagram: Diagram, limits: frozenset[str]) -> Iterator[ResourceFault]:
    """Watches that take something else than a clock, lack a card, or name a limit that is not among `limits`."""
    for node in _watches(diagram):
        if node.input_names != _CLOCK:
            yield ResourceFault(
                diagram.file_name, node.id, "WATCH_WITHOUT_CLOCK", ", ".join(node.input_names)
            )
        key = find_limit_key(node)
        if key and present_key(key) not in limits:
            yield ResourceFault(diagram.file_name, node.id, "LIMIT_UNKNOWN", key)
        cards = {other.escalation_code for other in diagram.nodes if _is_quiet_boundary(other, node)}
        for card in sorted(_CARDS - cards):
            yield ResourceFault(diagram.file_name, node.id, "WATCH_WITHOUT_BOUNDARIES", card)


def check_lost_watches(diagram: Diagram, shipped: Diagram) -> Iterator[ResourceFault]:
    """Clocks that the shipped diagram watches and this one does not."""
    watched = {_clock_of(node) for node in _watches(diagram)}
    for node in _watches(shipped):
        # One that stands there with another input is told as such.
        if _clock_of(node) not in watched and node.id not in {other.id for other in _watches(diagram)}:
            yield ResourceFault(diagram.file_name, node.id, "WATCH_MISSING", node.name)


def _watches(diagram: Diagram) -> Iterator[Node]:
    for node in diagram.list_kind("callActivity"):
        if node.called_process == ProcessId.DEADLINE_WATCH.value:
            yield node


def _clock_of(node: Node) -> str:
    return next((mapping.source for mapping in node.inputs if mapping.target == "clock_id"), "")


def _is_quiet_boundary(other: Node, node: Node) -> bool:
    return other.attached_to == node.id and not other.is_interrupting
