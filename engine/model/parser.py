"""BPMN file in, executable processes out: a new one with every fault of the file, a stored one as far as it goes."""

from __future__ import annotations

from dataclasses import replace

from engine.errors import DeploymentError
from engine.model.builders import BUILDERS, Reading, build_unknown
from engine.model.definitions import Definitions
from engine.model.elements import ElementType, FlowNode
from engine.model.event_builders import EVENT_BUILDERS
from engine.model.events import StartEvent, is_none_start
from engine.model.fault_list import FaultList
from engine.model.loop_reader import wrap_in_loop
from engine.model.process import Process
from engine.model.rule_task_builders import RULE_TASK_BUILDERS
from engine.model.scope_reader import read_scopes, read_version_tag
from engine.model.unreadable import find_unreadable
from engine.model.user_task_builder import build_user_task
from engine.model.validation import validate
from engine.model.xml_tree import BPMN, XmlNode, XmlRefused, read_xml

_ALL_BUILDERS = {**BUILDERS, **EVENT_BUILDERS, **RULE_TASK_BUILDERS, "userTask": build_user_task}


def parse_bpmn(file: str, content: bytes) -> tuple[Process, ...]:
    """The executable processes of a file; raises DeploymentError. Others are skipped."""
    faults = FaultList(file)
    processes = _parse(content, faults)
    if faults.faults:
        raise DeploymentError(faults.faults)
    return processes


def read_stored_bpmn(file: str, content: bytes) -> tuple[Process, ...]:
    """The executable processes of a file that was deployed once, maybe by another release.

    The rules for new files are not asked again, and what cannot be read stands in `unreadable` of its process: an
    instance goes on until a token comes there.
    """
    return _parse(content, FaultList(file, are_rules_kept=False))


def _parse(content: bytes, faults: FaultList) -> tuple[Process, ...]:
    try:
        root = read_xml(content, are_limits_kept=faults.are_rules_kept)
    except XmlRefused as refusal:
        faults.add_at_file(f"the file {refusal}")
        return ()
    if (root.namespace, root.tag) != (BPMN, "definitions"):
        faults.add_at_file("the file is not a BPMN diagram")
        return ()
    executable = [node for node in root.list_children("process") if node.get("isExecutable") == "true"]
    if not executable:
        faults.add_at_file("the file has no executable process")
    definitions = Definitions.read(root)
    return tuple(_read_process(node, definitions, faults) for node in executable)


def _read_process(node: XmlNode, definitions: Definitions, faults: FaultList) -> Process:
    told_before = len(faults.faults)
    if not node.get("id"):
        faults.add(node, "has no id")
    scoped = read_scopes(node, faults)
    reading = Reading(scoped, definitions, faults)
    elements: dict[str, FlowNode] = {
        key: wrap_in_loop(_ALL_BUILDERS.get(raw.tag, build_unknown)(raw, reading), raw, faults)
        for key, raw in scoped.nodes.items()
    }
    starts = [
        element
        for element in elements.values()
        if isinstance(element, StartEvent) and element.scope_id == node.get("id")
    ]
    process = Process(
        id=node.get("id"),
        name=node.get("name") or None,
        version_tag=read_version_tag(node),
        root=FlowNode(
            id=node.get("id"),
            name=node.get("name") or None,
            element_type=ElementType.PROCESS,
            scope_id="",
            event_sub_process_ids=scoped.event_sub_processes(node.get("id")),
        ),
        elements=elements,
        none_start_id=next((start.id for start in starts if is_none_start(start)), None),
        message_starts=tuple(start for start in starts if start.message_name is not None),
        timer_starts=tuple(start for start in starts if start.timer is not None),
    )
    if faults.are_rules_kept:
        validate(process, scoped, faults)
        return process
    return replace(process, unreadable=find_unreadable(process, faults.faults[told_before:]))
