"""Follows tokens through a diagram, whatever way they take, and says what holds where they come.

What is followed is a Track: written variables (dataflow.py), or steps that are still owed (owed_steps.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from bpmn.diagram import Diagram, Node

State = TypeVar("State")


class Track(Protocol[State]):
    """How a state changes. None is the state of a place that no token was seen to reach."""

    def merge(self, states: Sequence[State]) -> State:
        """Of ways of which a token took one."""

    def join(self, states: Sequence[State]) -> State:
        """Of branches that were all gone."""

    def after(self, node: Node, before: State) -> State:
        """Behind an element that is no sub-process."""

    def opened(self, node: Node, before: State) -> State:
        """Inside a sub-process as it opens; of an event's, `before` is the state of its scope as that opened."""

    def closed(self, node: Node, before: State, at_end: State) -> State:
        """Behind a sub-process that was left with `at_end`."""


class Walk(Generic[State]):
    """`before` each element, `inside` each scope as it opens; `at_end` of the process."""

    def __init__(self, diagram: Diagram, begins_with: State, track: Track[State]) -> None:
        self._diagram = diagram
        self._track = track
        self._incoming: dict[str, list[Node]] = {}
        self._sources = {flow.source for flow in diagram.flows}
        nodes = {node.id: node for node in diagram.nodes}
        for flow in diagram.flows:
            if flow.source in nodes:
                self._incoming.setdefault(flow.target, []).append(nodes[flow.source])
        self._quiet = _behind_quiet_events(diagram)
        self.before: dict[str, State | None] = {}
        self.inside: dict[str, State | None] = {diagram.process_id: begins_with}
        self._is_branch: dict[str, bool] = {}
        # Each pass settles at least one element; a state that never settled would be a doubt, not a fault.
        for _ in range(2 * len(diagram.nodes) + 2):
            if not self._pass():
                break
        self.at_end = self._exit_of(diagram.process_id)

    def after(self, node: Node) -> State | None:
        """What a token carries away from an element; None where none was seen to come."""
        before = self.before.get(node.id)
        if before is None:
            return None
        if node.kind != "subProcess":
            return self._track.after(node, before)
        at_end = self._exit_of(node.id)
        return None if at_end is None else self._track.closed(node, before, at_end)

    def _pass(self) -> bool:
        was = (dict(self.before), dict(self._is_branch))
        for node in self._diagram.nodes:
            before = self.before[node.id] = self._arriving(node)
            self._is_branch[node.id] = self._stands_in_a_branch(node)
            if node.kind == "subProcess":
                self.inside[node.id] = None if before is None else self._track.opened(node, before)
        return was != (self.before, self._is_branch)

    def _arriving(self, node: Node) -> State | None:
        if node.kind == "startEvent" or node.is_event_sub_process:
            return self.inside.get(node.parent)
        if node.attached_to:
            return self.before.get(node.attached_to)
        sources = self._sources_of(node)
        states = [state for source in sources if (state := self.after(source)) is not None]
        if not states:
            return None
        if node.kind != "parallelGateway":
            return self._track.merge(states)
        return self._track.join(states) if len(states) == len(sources) else None

    def _sources_of(self, node: Node) -> list[Node]:
        if not node.link or node.kind != "intermediateCatchEvent":
            return self._incoming.get(node.id, [])
        return [
            other
            for other in self._diagram.nodes
            if other.link == node.link and other.kind == "intermediateThrowEvent"
        ]

    def _stands_in_a_branch(self, node: Node) -> bool:
        sources = self._incoming.get(node.id, [])
        if node.kind == "parallelGateway":
            return len(sources) < 2
        return any(self._is_branch.get(source.id, False) for source in sources)

    def _exit_of(self, scope: str) -> State | None:
        """What holds when a scope is left by any of its ends, other than an error."""
        ends = list(self._ends(scope))
        single = [node for node in ends if node.is_terminate or not self._is_branch.get(node.id)]
        beside = [node for node in ends if node not in single]
        states = [state for node in single if (state := self.after(node)) is not None]
        # Branches that are not joined all have to end, unless one of them ends the scope at once.
        if beside and not any(node.is_terminate for node in single):
            branches = [state for node in beside if (state := self.after(node)) is not None]
            states += [self._track.join(branches)] if branches else []
        return self._track.merge(states) if states else None

    def _ends(self, scope: str) -> Iterator[Node]:
        for node in self._diagram.nodes:
            is_last = node.id not in self._sources and not node.is_event_sub_process and not node.link
            if node.parent == scope and is_last and not node.error_code and node.id not in self._quiet:
                yield node


def _behind_quiet_events(diagram: Diagram) -> set[str]:
    """What only non-interrupting boundary events lead to: it ends nothing."""
    loud = _reached(
        diagram, [node.id for node in diagram.nodes if not _is_quiet(node) and _begins_a_way(node)]
    )
    quiet = _reached(diagram, [node.id for node in diagram.nodes if _is_quiet(node)])
    return quiet - loud


def _is_quiet(node: Node) -> bool:
    return bool(node.attached_to) and not node.is_interrupting


def _begins_a_way(node: Node) -> bool:
    return node.kind == "startEvent" or bool(node.attached_to) or bool(node.link)


def _reached(diagram: Diagram, starts: list[str]) -> set[str]:
    seen: set[str] = set()
    while starts:
        node_id = starts.pop()
        if node_id not in seen:
            seen.add(node_id)
            starts += [flow.target for flow in diagram.outgoing(node_id)]
    return seen
