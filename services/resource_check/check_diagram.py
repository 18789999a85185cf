"""A diagram held against what the office sends, does and asks: read from the shipped diagram of the same process id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import ParseError

from bpmn.diagram import Diagram, Node
from bpmn.names import JobType
from bpmn.pages import is_of_the_office, is_page_of
from bpmn.reading import read_diagram_text
from services.resource_check.check_references import check_references, check_roles
from services.resource_check.check_variables import check_variables
from services.resource_check.check_watches import check_lost_watches, check_watches
from services.resource_check.faults import ResourceFault
from services.resource_check.needed_steps import check_needed_steps
from services.resource_check.shipped import shipped_diagrams
from services.resource_check.surroundings import Surroundings

MOST_KEPT = 200  # diagrams
_LISTENERS = ("assigning", "completing")
# Who may have a task about no case is asked otherwise: in a process of cases it would let those pass who must keep away.
_ASKED_OF_CASES, _ASKED_OF_THE_OFFICE = JobType.CHECK_ASSIGNMENT.value, JobType.CHECK_OFFICE_ASSIGNMENT.value
_CLOCK_CALL = re.compile(r"\b(?:now|today)\s*\(")
# Who gave an element other work hears that; the step it did before is missing for the same reason.
_OTHER_WORK = frozenset({"FORM_MISSING", "FORM_OTHER", "JOB_WITHOUT_WORKER", "PROCESS_UNKNOWN"})


@lru_cache(MOST_KEPT)
def read_diagram_safely(file: str, content: bytes) -> Diagram | ResourceFault:
    """The diagram, or why it cannot be read; looks that come again ask for the same ones."""
    # A document type could make a small file unpack to gigabytes; no diagram of Modeler has one.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return ResourceFault(file, "file", "NOT_READABLE", "DOCTYPE")
    try:
        return read_diagram_text(file, content)
    except (ParseError, KeyError, ValueError) as fault:
        return ResourceFault(file, "file", "NOT_READABLE", str(fault))


def check_diagram(file: str, content: bytes, around: Surroundings) -> list[ResourceFault]:
    """Everything that this version would break; empty when the office can work with it.

    What one mistake brings about is told once: neither as other faults of the same element, nor for each reader of a
    variable that is missing.
    """
    diagram = read_diagram_safely(file, content)
    if isinstance(diagram, ResourceFault):
        return [diagram]
    shipped = shipped_diagrams().get(diagram.process_id)
    faults = [
        *_jobs(diagram),
        *_tasks(diagram),
        *check_watches(diagram, around.limits),
        *check_roles(diagram),
    ]
    faults += [*check_references(diagram, around), *_clock_reads(diagram)]
    lost: frozenset[str] = frozenset()
    if shipped is not None:
        faults += [*_messages(diagram, shipped), *_forms(diagram, shipped)]
        excused = frozenset(fault.element for fault in faults if fault.code in _OTHER_WORK)
        missing = list(check_needed_steps(diagram, shipped, excused))
        lost = _written_by(missing, shipped)
        faults += [*missing, *check_lost_watches(diagram, shipped)]
    return _without_echoes(faults, check_variables(diagram, around), lost)


def _written_by(missing: list[ResourceFault], shipped: Diagram) -> frozenset[str]:
    """What nobody writes because a step is missing."""
    return frozenset(name for fault in missing for name in shipped.node(fault.element).written_names)


def _without_echoes(
    faults: list[ResourceFault], variables: Iterator[ResourceFault], lost: frozenset[str]
) -> list[ResourceFault]:
    forms = {fault.element for fault in faults if fault.code == "FORM_OTHER"}
    told = [fault for fault in faults if fault.code != "FORM_UNKNOWN" or fault.element not in forms]
    names = set(lost)
    for fault in variables:
        if fault.detail not in names:
            names.add(fault.detail)
            told.append(fault)
    return told


def _jobs(diagram: Diagram) -> Iterator[ResourceFault]:
    known = {job.value for job in JobType}
    for node in diagram.nodes:
        types = [node.job_type, *(listener.job_type for listener in node.listeners)]
        for job_type in types:
            if job_type and job_type not in known:
                yield ResourceFault(diagram.file_name, node.id, "JOB_WITHOUT_WORKER", job_type)


def _tasks(diagram: Diagram) -> Iterator[ResourceFault]:
    stranger = _ASKED_OF_CASES if is_of_the_office(diagram.process_id) else _ASKED_OF_THE_OFFICE
    for node in diagram.list_kind("userTask"):
        if not node.form_id and not is_page_of(node.form_reference, diagram.process_id):
            yield ResourceFault(diagram.file_name, node.id, "FORM_MISSING", node.name)
        heard = {listener.event for listener in node.listeners if listener.job_type != stranger}
        for event in _LISTENERS:
            if event not in heard:
                yield ResourceFault(diagram.file_name, node.id, "LISTENER_MISSING", event)


def _clock_reads(diagram: Diagram) -> Iterator[ResourceFault]:
    for node in diagram.nodes:
        for expression in node.expressions:
            if _CLOCK_CALL.search(expression):
                yield ResourceFault(diagram.file_name, node.id, "CLOCK_READ", expression)
    for flow in diagram.flows:
        if _CLOCK_CALL.search(flow.condition):
            yield ResourceFault(diagram.file_name, flow.id, "CLOCK_READ", flow.condition)


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
    linked = {node.id: _form_of(node) for node in diagram.list_kind("userTask")}
    for node in shipped.list_kind("userTask"):
        if linked.get(node.id) and linked[node.id] != _form_of(node):
            yield ResourceFault(diagram.file_name, node.id, "FORM_OTHER", _form_of(node))


def _form_of(node: Node) -> str:
    return node.form_id or node.form_reference
