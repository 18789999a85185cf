"""What a process diagram says, as plain values. How it is read from XML lives in reading.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mapping:
    """One io mapping: a FEEL source and the variable it writes."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Listener:
    """A task listener: the event of the user task and the job type that answers it."""

    event: str
    job_type: str


@dataclass(frozen=True, slots=True)
class Loop:
    """A multi-instance: the FEEL list it goes through, the variable of each round, and the list that it leaves."""

    collection: str
    element: str
    output: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A flow element other than a sequence flow. Fields that do not apply to its kind are empty."""

    id: str
    kind: str
    name: str
    process_id: str
    parent: str
    inputs: tuple[Mapping, ...] = ()
    outputs: tuple[Mapping, ...] = ()
    job_type: str = ""
    form_id: str = ""
    form_reference: str = ""
    assignee: str = ""
    candidate_groups: str = ""
    listeners: tuple[Listener, ...] = ()
    called_process: str = ""
    decision_id: str = ""
    result_variable: str = ""
    loop: Loop | None = None
    propagation: tuple[str, str] = ("", "")
    message: str = ""
    link: str = ""
    script: str = ""
    escalation_code: str = ""
    error_code: str = ""
    timer: str = ""
    attached_to: str = ""
    is_interrupting: bool = True
    is_terminate: bool = False
    is_event_sub_process: bool = False
    default_flow: str = ""
    expressions: tuple[str, ...] = ()

    @property
    def input_names(self) -> tuple[str, ...]:
        return tuple(mapping.target for mapping in self.inputs)

    @property
    def output_names(self) -> tuple[str, ...]:
        return tuple(mapping.target for mapping in self.outputs)

    @property
    def answer_names(self) -> tuple[str, ...]:
        """Outputs that the worker or the person gives; an output of a fixed value (`=false`) is no answer."""
        return tuple(mapping.target for mapping in self.outputs if mapping.source == f"={mapping.target}")

    @property
    def written_names(self) -> frozenset[str]:
        """Every variable that the node writes for others: outputs, the result of a decision, a loop's element."""
        names = {*self.output_names, self.result_variable, self.loop.element if self.loop else ""}
        inner = self.input_names if self.kind == "subProcess" else ()
        return frozenset({*names, *inner} - {""})


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is FEEL with its leading equals sign, or empty."""

    id: str
    name: str
    source: str
    target: str
    condition: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a diagram; `correlation_key` is empty for messages that only start."""

    name: str
    correlation_key: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """One .bpmn file."""

    file_name: str
    process_id: str
    name: str
    documentation: str
    platform_version: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    messages: tuple[Message, ...]

    def node(self, node_id: str) -> Node:
        """The node with this id; KeyError when the diagram has none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def outgoing(self, node_id: str) -> tuple[Flow, ...]:
        return tuple(flow for flow in self.flows if flow.source == node_id)

    def list_kind(self, kind: str) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind == kind)
