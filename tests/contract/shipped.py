"""The shipped diagrams, forms and decisions as the checks see them, and small changes for the broken probes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bpmn.diagram import Diagram, Flow, Node
from bpmn.names import ActId
from bpmn.reading import DECISIONS, list_diagrams, list_forms
from engine.dmn.graph import DecisionGraph
from engine.dmn.reader import parse_dmn

DIAGRAMS: list[Diagram] = list_diagrams()
FORMS: dict[str, dict[str, Any]] = list_forms()
ACT_FORMS = {form_id: schema for form_id, schema in FORMS.items() if form_id in set(ActId)}
TASK_FORMS = {form_id: schema for form_id, schema in FORMS.items() if form_id not in ACT_FORMS}
DECISION_GRAPHS: list[DecisionGraph] = [
    parse_dmn(path.name, path.read_bytes()) for path in sorted(DECISIONS.glob("*.dmn"))
]
# What the release before called `latest` and still runs: cases keep their version to the end.
EARLIER: list[Diagram] = list_diagrams(Path(__file__).parents[1] / "process" / "first_way")


def find_diagram(process_id: str) -> Diagram:
    return next(diagram for diagram in DIAGRAMS if diagram.process_id == process_id)


def with_node(diagram: Diagram, node_id: str, **changes: object) -> Diagram:
    """The diagram with fields of one node changed."""
    diagram.node(node_id)
    nodes = [replace(node, **changes) if node.id == node_id else node for node in diagram.nodes]
    return replace(diagram, nodes=tuple(nodes))


def without_node(diagram: Diagram, node_id: str) -> Diagram:
    diagram.node(node_id)
    return replace(diagram, nodes=tuple(node for node in diagram.nodes if node.id != node_id))


def with_node_added(diagram: Diagram, node: Node, *flows: Flow) -> Diagram:
    return replace(diagram, nodes=(*diagram.nodes, node), flows=(*diagram.flows, *flows))


def with_flow(diagram: Diagram, flow_id: str, **changes: object) -> Diagram:
    """The diagram with fields of one sequence flow changed."""
    assert any(flow.id == flow_id for flow in diagram.flows), flow_id
    flows = [replace(flow, **changes) if flow.id == flow_id else flow for flow in diagram.flows]
    return replace(diagram, flows=tuple(flows))


def with_diagram(changed: Diagram) -> list[Diagram]:
    """All diagrams, one of them replaced by a changed one."""
    return [changed if diagram.process_id == changed.process_id else diagram for diagram in DIAGRAMS]
