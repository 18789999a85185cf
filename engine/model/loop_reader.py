"""Reads the multi-instance loop of an activity."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.model.elements import ElementType, FlowNode
from engine.model.extensions import find_extension
from engine.model.fault_list import FaultList
from engine.model.multi_instance import Loop, MultiInstanceBody
from engine.model.text import Text
from engine.model.xml_tree import BPMN, ZEEBE, XmlNode

LOOP_TAG: Final = "multiInstanceLoopCharacteristics"
_CONTENT: Final = frozenset({"documentation", "extensionElements", "completionCondition"})


def wrap_in_loop(element: FlowNode, node: XmlNode, faults: FaultList) -> FlowNode:
    """The body around an activity with a loop; an element without one is given back."""
    loop_node = node.find_child(LOOP_TAG)
    if loop_node is None:
        return element
    if element.element_type is ElementType.EVENT_SUB_PROCESS:
        faults.add(node, "an event sub-process cannot be multi-instance")
    return MultiInstanceBody(
        id=element.id,
        name=element.name,
        element_type=ElementType.MULTI_INSTANCE_BODY,
        scope_id=element.scope_id,
        incoming=element.incoming,
        outgoing=element.outgoing,
        boundary_ids=element.boundary_ids,
        loop=_read_loop(node, loop_node, faults),
        inner=replace(element, incoming=(), outgoing=(), boundary_ids=()),
    )


def _read_loop(node: XmlNode, loop_node: XmlNode, faults: FaultList) -> Loop:
    _check_content(node, loop_node, faults)
    found = find_extension(loop_node, "loopCharacteristics")
    if found is None:
        faults.add(node, "zeebe:loopCharacteristics is missing")
    given = found or XmlNode("", "loopCharacteristics", {})
    source = given.get("inputCollection")
    if found is not None and not source:
        faults.add(node, "inputCollection is missing")
    collection, element = given.get("outputCollection"), given.get("outputElement")
    if bool(collection) != bool(element):
        faults.add(node, "outputCollection and outputElement need each other")
    return Loop(
        is_sequential=loop_node.get("isSequential") == "true",
        input_collection=faults.expression(node, source, "inputCollection"),
        input_element=_read_name(node, given, "inputElement", faults),
        output_collection=_read_name(node, given, "outputCollection", faults),
        output_element=faults.expression(node, element, "outputElement") if element else None,
        completion_condition=_read_condition(node, loop_node, faults),
    )


def _check_content(node: XmlNode, loop_node: XmlNode, faults: FaultList) -> None:
    for child in loop_node.children:
        if child.namespace == BPMN and child.tag not in _CONTENT:
            faults.add(node, f"bpmn:{child.tag} is not supported in a multi-instance loop")
    holder = loop_node.find_child("extensionElements")
    for child in holder.children if holder is not None else ():
        if child.namespace == ZEEBE and child.tag != "loopCharacteristics":
            faults.add(node, f"zeebe:{child.tag} is not supported in a multi-instance loop")


def _read_name(node: XmlNode, given: XmlNode, attribute: str, faults: FaultList) -> str | None:
    name = given.get(attribute)
    if name and not name.isidentifier():
        faults.add(node, f"{attribute} '{name}' is not a variable name")
    return name or None


def _read_condition(node: XmlNode, loop_node: XmlNode, faults: FaultList) -> Text | None:
    condition = loop_node.find_child("completionCondition")
    source = condition.text.strip() if condition is not None else ""
    return faults.expression(node, source, "completionCondition") if source else None
