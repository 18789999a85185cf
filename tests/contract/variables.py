"""Which variables each process can read: what callers map in, what its own nodes write. No expression is run."""

from __future__ import annotations

from collections.abc import Iterable

from bpmn.diagram import Diagram
from deploy import feel
from services.resource_check.dataflow import STARTED_WITH


def names_read(expression: str) -> set[str]:
    """Names of variables in a FEEL expression."""
    return set(feel.names_read(expression.removeprefix("=")))


def names_written(diagram: Diagram, diagrams: Iterable[Diagram]) -> set[str]:
    """Every variable a node of the process can see: start message, callers' inputs, outputs of its nodes."""
    written = set(STARTED_WITH.get(diagram.process_id, frozenset()))
    for node in diagram.nodes:
        written.update(node.written_names)
    for caller in diagrams:
        for node in caller.nodes:
            if node.called_process == diagram.process_id:
                written.update(node.input_names)
    return written
