"""A diagram held against what the office sends, does and asks: read from the shipped diagram of the same process id."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import ParseError

from bpmn.diagram import Diagram, Node
from bpmn.names import JobType, ProcessId
from bpmn.reading import list_diagrams, read_diagram_text
from services.resource_check.check_references import KnownIds, check_references, check_roles
from services.resource_check.faults import ResourceFault
from services.resource_check.needed_steps import check_needed_steps

_LISTENERS = ("assigning", "completing")
_CARDS = frozenset({"CLOCK_NEAR", "CLOCK_OVERDUE"})
_CLOCK = ("clock_id",)


def check_diagram(file: str, content: bytes, known: KnownIds | None = None) -> list[ResourceFault]:
    """Everything that this version would break; empty when the office can work with it.

    With `known` also what it names and nobody has; without, what is deployed beside it decides.
    """
    # A document type could make a small file unpack to gigabytes; no diagram of Modeler has one.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return [ResourceFault(file, "file", "NOT_READABLE", "DOCTYPE")]
    try:
        diagram = read_diagram_text(file, content)
    except (ParseError, KeyError, ValueError) as fault:
        return [ResourceFault(file, "file", "NOT_READABLE", str(fault))]
    shipped = _shipped().get(diagram.process_id)
    faults = [*_jobs(diagram), *_tasks(diagram), *_watches(diagram), *check_roles(diagram)]
    if known is not None:
        faults += check_references(diagram, known)
    if shipped is not None:
        faults += check_needed_steps(diagram, shipped)
        faults += [*_messages(diagram, shipped), *_forms(diagram, shipped), *_outputs(diagram)]
    return faults


@cache
def _shipped() -> dict[str, Diagram]:
    return {diagram.process_id: diagram for diagram in list_diagrams()}


def _jobs(diagram: Diagram) -> Iterator[ResourceFault]:
    known = {job.value for job in JobType}
    for node in diagram.nodes:
        types = [node.job_type, *(listener.job_type for listener in node.listeners)]
        for job_type in types:
            if job_type and job_type not in known:
                yield ResourceFault(diagram.file_name, node.id, "JOB_WITHOUT_WORKER", job_type)


def _tasks(diagram: Diagram) -> Iterator[ResourceFault]:
    for node in diagram.list_kind("userTask"):
        if not node.form_id:
            yield ResourceFault(diagram.file_name, node.id, "FORM_MISSING", node.name)
        heard = {listener.event for listener in node.listeners}
        for event in _LISTENERS:
            if event not in heard:
                yield ResourceFault(diagram.file_name, node.id, "LISTENER_MISSING", event)


def _watches(diagram: Diagram) -> Iterator[ResourceFault]:
    for node in diagram.list_kind("callActivity"):
        if node.called_process != ProcessId.DEADLINE_WATCH.value:
            continue
        if node.input_names != _CLOCK:
            yield ResourceFault(
                diagram.file_name, node.id, "WATCH_WITHOUT_CLOCK", ", ".join(node.input_names)
            )
        cards = {other.escalation_code for other in diagram.nodes if _is_quiet_boundary(other, node)}
        for card in sorted(_CARDS - cards):
            yield ResourceFault(diagram.file_name, node.id, "WATCH_WITHOUT_BOUNDARIES", card)


def _is_quiet_boundary(other: Node, node: Node) -> bool:
    return other.attached_to == node.id and not other.is_interrupting


def _messages(diagram: Diagram, shipped: Diagram) -> Iterator[ResourceFault]:
    caught = {node.message for node in diagram.nodes}
    starting = {node.message for node in diagram.nodes if _begins(node)}
    for node in shipped.nodes:
        if node.message and node.message not in (starting if _begins(node) else caught):
            yield ResourceFault(diagram.file_name, node.id, "MESSAGE_NOT_CAUGHT", node.message)


def _begins(node: Node) -> bool:
    """A start event of the process itself: only there does a message make an instance."""
    return node.kind == "startEvent" and node.parent == node.process_id


def _forms(diagram: Diagram, shipped: Diagram) -> Iterator[ResourceFault]:
    """What a person answers reaches the case by the form: with another one the task would leave nothing behind."""
    linked = {node.id: node.form_id for node in diagram.list_kind("userTask")}
    for node in shipped.list_kind("userTask"):
        if linked.get(node.id) and linked[node.id] != node.form_id:
            yield ResourceFault(diagram.file_name, node.id, "FORM_OTHER", node.form_id)


def _outputs(diagram: Diagram) -> Iterator[ResourceFault]:
    """What callers map back has to be written somewhere in the diagram, or come in with the call."""
    written = {name for node in diagram.nodes for name in node.written_names}
    for caller in _shipped().values():
        for node in caller.list_kind("callActivity"):
            if node.called_process != diagram.process_id:
                continue
            wanted = {mapping.source.removeprefix("=") for mapping in node.outputs}
            for name in sorted(wanted - written - set(node.input_names)):
                if name.isidentifier() and name not in ("true", "false", "null"):
                    yield ResourceFault(diagram.file_name, diagram.process_id, "OUTPUT_MISSING", name)
