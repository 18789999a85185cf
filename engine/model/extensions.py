"""Readers of the zeebe extension elements, one function each; what an element may carry is in allowed.py."""

from __future__ import annotations

from typing import Final

from engine.model.bounds import MAX_INT32, find_whole, shortened
from engine.model.elements import JobDefinition, ListenerEvent, VariableMapping
from engine.model.fault_list import FaultList
from engine.model.text import Text
from engine.model.xml_tree import BPMN, ZEEBE, XmlNode

DEFAULT_RETRIES: Final = "3"
# Each level is one of the value, and a value that is nested too deep cannot be stored.
_DEEPEST_TARGET: Final = 50


def find_extension(node: XmlNode, tag: str) -> XmlNode | None:
    """The zeebe extension element of that name at a BPMN element."""
    holder = node.find_child("extensionElements", BPMN)
    return holder.find_child(tag, ZEEBE) if holder else None


def read_mappings(node: XmlNode, tag: str, faults: FaultList) -> tuple[VariableMapping, ...]:
    """Input or output mappings (`tag` is `input` or `output`) in document order."""
    holder = find_extension(node, "ioMapping")
    if holder is None:
        return ()
    return tuple(_read_mapping(node, mapping, faults) for mapping in holder.list_children(tag, ZEEBE))


def _read_mapping(node: XmlNode, mapping: XmlNode, faults: FaultList) -> VariableMapping:
    what = f"{mapping.tag} mapping"
    path = tuple(mapping.get("target").split("."))
    if not all(part.isidentifier() for part in path):
        faults.add(node, f"{what} target '{shortened(mapping.get('target'))}' is not a variable name")
    if len(path) > _DEEPEST_TARGET:
        faults.add(node, f"{what} target is nested deeper than {_DEEPEST_TARGET} levels")
    source = faults.required_text(node, mapping.get("source"), f"{what} source")
    if mapping.tag == "output" and source.is_static and source.source:
        # As on Zeebe: the text itself is hardly ever meant, so it is no value of an output.
        given = shortened(source.source)
        faults.rule(node, f"{what} source must be an expression with a leading '=', but was '{given}'")
    return VariableMapping(source, path)


def read_headers(node: XmlNode) -> dict[str, str]:
    """Static task headers."""
    holder = find_extension(node, "taskHeaders")
    if holder is None:
        return {}
    return {header.get("key"): header.get("value") for header in holder.list_children("header", ZEEBE)}


def read_retries(node: XmlNode, source: str, faults: FaultList) -> Text:
    """Retries of a job: a number, an expression, or the default of 3."""
    text = faults.text(node, source or DEFAULT_RETRIES, "retries")
    if text.is_static and text.source and find_whole(text.source) is None:
        faults.rule(
            node,
            f"retries must be a number of 0 to {MAX_INT32} or an expression, but was '{shortened(source)}'",
        )
    return text


def read_task_definition(node: XmlNode, faults: FaultList) -> JobDefinition:
    """Type, retries and headers of a job; a missing definition or type is a fault."""
    definition = find_extension(node, "taskDefinition")
    job_type = definition.get("type") if definition else ""
    retries = definition.get("retries") if definition else ""
    return JobDefinition(
        faults.required_text(node, job_type, "zeebe:taskDefinition type"),
        read_retries(node, retries, faults),
        read_headers(node),
    )


def read_task_listeners(node: XmlNode, faults: FaultList) -> dict[ListenerEvent, tuple[JobDefinition, ...]]:
    """Task listeners per event in document order; an unknown event or missing type is a fault."""
    holder = find_extension(node, "taskListeners")
    listeners: dict[ListenerEvent, tuple[JobDefinition, ...]] = {}
    headers = read_headers(node)
    for listener in holder.list_children("taskListener", ZEEBE) if holder else ():
        name = listener.get("eventType")
        if name not in set(ListenerEvent):
            faults.add(node, f"task listener has unknown eventType '{name}'")
            continue
        job = JobDefinition(
            faults.required_text(node, listener.get("type"), "task listener type"),
            read_retries(node, listener.get("retries"), faults),
            headers,
        )
        event = ListenerEvent(name)
        listeners[event] = (*listeners.get(event, ()), job)
    return listeners


def read_flag(node: XmlNode, extension: XmlNode, name: str, faults: FaultList) -> bool:
    """A true/false attribute that defaults to true, as the propagate attributes do."""
    value = extension.get(name)
    if value not in ("", "true", "false"):
        faults.add(node, f"{name} must be true or false, but was '{value}'")
    return value != "false"


def check_binding(node: XmlNode, extension: XmlNode, faults: FaultList) -> None:
    """Only the binding `latest` is supported."""
    binding = extension.get("bindingType") or "latest"
    if binding != "latest":
        faults.add(node, f"bindingType '{binding}' is not supported, only 'latest'")
