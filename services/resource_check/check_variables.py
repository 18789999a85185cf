"""Variables that are read on some way on which nobody wrote them: misspelt, or of a step that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bpmn.diagram import Diagram, Node
from bpmn.names import JOB_INPUTS, JOB_OUTPUTS, TASK_OUTPUTS, FormId, JobType, ProcessId
from bpmn.pages import READ_BY_PAGE, is_page_of
from services.resource_check.dataflow import ANYTHING, Written, follow, given_by_callers, some
from services.resource_check.faults import ResourceFault
from services.resource_check.shipped import shipped_diagrams
from services.resource_check.surroundings import Surroundings
from services.resource_check.walk import Walk

_JOBS = {job.value: outputs for job, outputs in JOB_OUTPUTS.items()}


@dataclass(frozen=True, slots=True)
class Unwritten:
    """`place` is the element or flow whose expression reads `name`."""

    place: str
    name: str


def check_variables(diagram: Diagram, around: Surroundings) -> Iterator[ResourceFault]:
    """The reads before a write of this diagram, and what its calls do not hand in or will not get back.

    A shipped process reads some variables that only one of its ways writes, and takes only that way: what the diagram
    of this release does so too is no fault.
    """
    flow = follow(diagram, given_by_callers(diagram, around.processes))
    shipped = shipped_diagrams().get(diagram.process_id)
    known = _shipped_names(shipped, around) & written_anywhere(diagram) if shipped else frozenset()
    for found in list_unwritten(diagram, flow, around):
        if found.name not in known:
            yield ResourceFault(diagram.file_name, found.place, "VARIABLE_UNWRITTEN", found.name)
    yield from _missing_inputs(diagram, around)
    yield from _missing_outputs(diagram, flow, around)


def _shipped_names(shipped: Diagram, around: Surroundings) -> frozenset[str]:
    flow = follow(shipped, given_by_callers(shipped, shipped_diagrams()))
    return frozenset(found.name for found in list_unwritten(shipped, flow, around))


def list_unwritten(diagram: Diagram, flow: Walk[Written], around: Surroundings) -> list[Unwritten]:
    """Each variable once a place, in the order of the file."""
    found = [
        Unwritten(place, name)
        for place, expression, written in _reads(diagram, flow, around)
        for name in written.lacks(around.needed_names(expression))
    ]
    return list(dict.fromkeys(found))


def _reads(diagram: Diagram, flow: Walk[Written], around: Surroundings) -> Iterator[tuple[str, str, Written]]:
    """Place, expression, and what is written where it is evaluated; nothing of what no token was seen to reach."""
    nodes = {node.id: node for node in diagram.nodes}
    for way in diagram.flows:
        if way.condition and way.source in nodes and (written := flow.after(nodes[way.source])) is not None:
            yield way.id, way.condition, written
    keys = {message.name: message.correlation_key for message in diagram.messages}
    for node in diagram.nodes:
        if (before := flow.before.get(node.id)) is not None:
            for expression, written in _reads_of(node, before, keys.get(node.message, ""), around):
                yield node.id, expression, written


def _reads_of(node: Node, before: Written, key: str, around: Surroundings) -> Iterator[tuple[str, Written]]:
    written = before
    if node.loop:
        yield node.loop.collection, written
        written |= some(node.loop.element, "loopCounter")
    for mapping in node.inputs:
        yield mapping.source, written
        written |= some(mapping.target)
    asked = (node.assignee, node.candidate_groups, node.timer, node.script, key)
    for expression in (*asked, *(f"={name}" for name in sorted(_taken_by(node)))):
        yield expression, written
    for mapping in node.outputs:
        yield mapping.source, written | _results(node, around)


def _taken_by(node: Node) -> frozenset[str]:
    """What the worker of a job asks for, whether the diagram maps it or not, or the page of a task."""
    if is_page_of(node.form_reference, node.process_id):
        return frozenset({READ_BY_PAGE[node.form_reference]})
    return JOB_INPUTS[JobType(node.job_type)] if node.job_type in _JOBS else frozenset()


def _results(node: Node, around: Surroundings) -> Written:
    """What an element's work gives to its output mappings."""
    match node.kind:
        case "userTask":
            keys = around.forms.get(node.form_id)
            return ANYTHING if keys is None else Written(keys | _outputs_of_form(node.form_id))
        case "callActivity":
            called = around.processes.get(node.called_process)
            return ANYTHING if called is None else Written(written_anywhere(called) | {*node.input_names})
        case "subProcess":
            return ANYTHING
    if node.job_type:
        return Written(_JOBS[node.job_type]) if node.job_type in _JOBS else ANYTHING
    return ANYTHING if node.message or node.error_code else some(node.result_variable)


@cache
def _outputs_of_form(form_id: str) -> frozenset[str]:
    return TASK_OUTPUTS.get(FormId(form_id), frozenset()) if form_id in set(FormId) else frozenset()


def written_anywhere(diagram: Diagram) -> frozenset[str]:
    """Every variable that some element of the process writes."""
    return frozenset(name for node in diagram.nodes for name in node.written_names)


def needs_of(diagram: Diagram, around: Surroundings) -> frozenset[str]:
    """What a process reads and never writes, so that its callers have to hand it in."""
    unwritten = list_unwritten(diagram, follow(diagram, some()), around)
    return frozenset(found.name for found in unwritten) - written_anywhere(diagram)


def _missing_inputs(diagram: Diagram, around: Surroundings) -> Iterator[ResourceFault]:
    for node in diagram.list_kind("callActivity"):
        called = around.processes.get(node.called_process)
        # A watch has a rule of its own (WATCH_WITHOUT_CLOCK).
        if called is None or node.propagation[0] != "false" or called.process_id == ProcessId.DEADLINE_WATCH:
            continue
        for name in sorted(needs_of(called, around) - set(node.input_names)):
            yield ResourceFault(diagram.file_name, node.id, "INPUT_MISSING", name)


def _missing_outputs(diagram: Diagram, flow: Walk[Written], around: Surroundings) -> Iterator[ResourceFault]:
    """What callers map back: nobody writes it, or fewer ways than in the shipped diagram do."""
    shipped = shipped_diagrams().get(diagram.process_id)
    promised = follow(shipped, given_by_callers(shipped, shipped_diagrams())).at_end if shipped else None
    lost = flow.at_end.lacks(promised.names) if flow.at_end and promised else []
    begin = given_by_callers(diagram, around.processes)
    never = begin.lacks(_wanted(diagram, around) - written_anywhere(diagram))
    for name in sorted(_wanted(diagram, around) & {*lost, *never}):
        yield ResourceFault(diagram.file_name, diagram.process_id, "OUTPUT_MISSING", name)


def _wanted(diagram: Diagram, around: Surroundings) -> frozenset[str]:
    return frozenset(
        name
        for caller in around.processes.values()
        for node in caller.list_kind("callActivity")
        if node.called_process == diagram.process_id
        for mapping in node.outputs
        for name in around.needed_names(mapping.source)
    )
