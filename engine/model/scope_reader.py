"""Walks a process and its sub-processes: which nodes and flows there are, and in which scope each stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.model.allowed import FLOW_NODES, check_content, is_unsupported
from engine.model.elements import Flow
from engine.model.extensions import find_extension
from engine.model.fault_list import FaultList
from engine.model.text import Text
from engine.model.xml_tree import BPMN, XmlNode


@dataclass(slots=True)
class ScopedNodes:
    """Raw nodes of one process by id with their scopes; flows by source and by target in document order."""

    process: XmlNode
    nodes: dict[str, XmlNode] = field(default_factory=dict)
    scope_of: dict[str, str] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    flow_nodes: dict[str, XmlNode] = field(default_factory=dict)
    # Elements that are not supported: refused as such, and not again by what leads to them.
    refused: set[str] = field(default_factory=set)
    # Made once all is read: looking for them at every node would cost the square of a large file.
    _incoming: dict[str, list[Flow]] = field(default_factory=dict)
    _outgoing: dict[str, list[Flow]] = field(default_factory=dict)
    _boundaries: dict[str, list[str]] = field(default_factory=dict)
    _held: dict[str, list[XmlNode]] = field(default_factory=dict)

    def index(self) -> None:
        """All nodes and flows are there: order them by where they lead and stand."""
        for flow in self.flows:
            self._incoming.setdefault(flow.target_id, []).append(flow)
            self._outgoing.setdefault(flow.source_id, []).append(flow)
        for key, node in self.nodes.items():
            self._held.setdefault(self.scope_of[key], []).append(node)
            if node.tag == "boundaryEvent":
                self._boundaries.setdefault(node.get("attachedToRef"), []).append(key)

    def incoming(self, node_id: str) -> tuple[Flow, ...]:
        """Flows that lead to a node."""
        return tuple(self._incoming.get(node_id, ()))

    def outgoing(self, node_id: str) -> tuple[Flow, ...]:
        """Flows that leave a node."""
        return tuple(self._outgoing.get(node_id, ()))

    def boundaries(self, node_id: str) -> tuple[str, ...]:
        """Boundary events attached to a node."""
        return tuple(self._boundaries.get(node_id, ()))

    def event_sub_processes(self, scope_id: str) -> tuple[str, ...]:
        """Event sub-processes that stand directly in a scope."""
        return tuple(node.get("id") for node in self.in_scope(scope_id) if is_event_sub_process(node))

    def in_scope(self, scope_id: str) -> list[XmlNode]:
        """Nodes that stand directly in a scope."""
        return self._held.get(scope_id, [])


def read_scopes(process: XmlNode, faults: FaultList) -> ScopedNodes:
    """All nodes and flows of a process; unsupported content, double ids and loose flows are faults."""
    scoped = ScopedNodes(process)
    _read_scope(process, scoped, faults)
    for flow in scoped.flows:
        _check_ends(scoped.flow_nodes[flow.id], flow, scoped, faults)
    scoped.index()
    return scoped


def _read_scope(scope: XmlNode, scoped: ScopedNodes, faults: FaultList) -> None:
    check_content(scope, faults)
    for child in scope.children:
        if child.tag == "sequenceFlow":
            _read_flow(child, scope.get("id"), scoped, faults)
        elif child.tag in FLOW_NODES:
            _enter(child, scope.get("id"), scoped, faults)
            if child.tag == "subProcess":
                _read_scope(child, scoped, faults)
            else:
                check_content(child, faults)
        elif child.get("id") and is_unsupported(scope, child):
            _enter_unsupported(child, scope, scoped, faults)


def _enter_unsupported(node: XmlNode, scope: XmlNode, scoped: ScopedNodes, faults: FaultList) -> None:
    """Of a new file it is refused as such; in a stored one it stands where it is, and flows lead to it."""
    if faults.are_rules_kept:
        scoped.refused.add(node.get("id"))
    else:
        _enter(node, scope.get("id"), scoped, faults)


def _enter(node: XmlNode, scope_id: str, scoped: ScopedNodes, faults: FaultList) -> None:
    node_id = node.get("id")
    if not node_id:
        faults.add(node, "has no id")
    if node_id in scoped.nodes:
        faults.add(node, "id is used twice")
    scoped.nodes[node_id] = node
    scoped.scope_of[node_id] = scope_id


def _read_flow(node: XmlNode, scope_id: str, scoped: ScopedNodes, faults: FaultList) -> None:
    check_content(node, faults)
    flow_id = node.get("id")
    if not flow_id or flow_id in scoped.flow_nodes or flow_id in scoped.nodes:
        faults.add(node, "id is missing or used twice")
    condition_node = node.find_child("conditionExpression")
    condition: Text | None = None
    if condition_node is not None:
        source = condition_node.text.strip()
        condition = faults.expression(node, source, "condition")
        if not source:
            faults.add(node, "condition is empty")
    scoped.flow_nodes[flow_id] = node
    scoped.scope_of[flow_id] = scope_id
    scoped.flows.append(Flow(flow_id, node.get("sourceRef"), node.get("targetRef"), condition))


def _check_ends(node: XmlNode, flow: Flow, scoped: ScopedNodes, faults: FaultList) -> None:
    for what, end in (("source", flow.source_id), ("target", flow.target_id)):
        if end in scoped.refused:
            continue
        if end not in scoped.nodes:
            faults.add(node, f"{what} '{end}' does not exist")
            if not faults.are_rules_kept:
                _enter(XmlNode(BPMN, "missing", {"id": end}), scoped.scope_of[flow.id], scoped, faults)
        elif scoped.scope_of[end] != scoped.scope_of[flow.id]:
            faults.add(node, f"{what} '{end}' stands in another scope")


def is_event_sub_process(node: XmlNode) -> bool:
    """True for a sub-process that its start event opens."""
    return node.tag == "subProcess" and node.get("triggeredByEvent") == "true"


def read_version_tag(process: XmlNode) -> str | None:
    """The version tag of a process, or None."""
    tag = find_extension(process, "versionTag")
    return (tag.get("value") or None) if tag else None
