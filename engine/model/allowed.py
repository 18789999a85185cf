"""What each BPMN element may contain; anything else is refused, because it would silently do nothing."""

from __future__ import annotations

from typing import Final

from engine.model.fault_list import FaultList
from engine.model.xml_tree import BPMN, ZEEBE, XmlNode

# No execution meaning in any engine.
_NOTES: Final = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})
# The loop is read in loop_reader.py; the rest are notes about data, which only people read.
_ACTIVITY_NOTES: Final = _NOTES | {
    "multiInstanceLoopCharacteristics",
    "property",
    "ioSpecification",
    "dataInputAssociation",
    "dataOutputAssociation",
}
_SCOPE_NOTES: Final = _NOTES | {
    "laneSet",
    "textAnnotation",
    "association",
    "group",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "sequenceFlow",
}
FLOW_NODES: Final = frozenset(
    {
        "startEvent",
        "serviceTask",
        "userTask",
        "receiveTask",
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "callActivity",
        "subProcess",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "eventBasedGateway",
        "sendTask",
        "scriptTask",
        "businessRuleTask",
        "endEvent",
    }
)
_CATCHES: Final = frozenset(
    {
        "messageEventDefinition",
        "timerEventDefinition",
        "errorEventDefinition",
        "escalationEventDefinition",
    }
)
_CHILDREN: Final[dict[str, frozenset[str]]] = {
    "process": _SCOPE_NOTES | FLOW_NODES,
    "subProcess": _SCOPE_NOTES | FLOW_NODES | _ACTIVITY_NOTES,
    **dict.fromkeys(
        (
            "serviceTask",
            "sendTask",
            "scriptTask",
            "businessRuleTask",
            "userTask",
            "receiveTask",
            "callActivity",
        ),
        _ACTIVITY_NOTES,
    ),
    "startEvent": _NOTES | _CATCHES,
    "boundaryEvent": _NOTES | _CATCHES,
    "intermediateCatchEvent": _NOTES
    | {"messageEventDefinition", "timerEventDefinition", "linkEventDefinition"},
    "intermediateThrowEvent": _NOTES
    | {"escalationEventDefinition", "messageEventDefinition", "linkEventDefinition"},
    "endEvent": _NOTES
    | {
        "escalationEventDefinition",
        "terminateEventDefinition",
        "errorEventDefinition",
        "messageEventDefinition",
    },
    "sequenceFlow": frozenset({"documentation", "extensionElements", "conditionExpression"}),
}
_IO: Final = frozenset({"ioMapping"})
_EXTENSIONS: Final[dict[str, frozenset[str]]] = {
    "process": frozenset({"versionTag"}),
    "startEvent": frozenset({"ioMapping", "formDefinition"}),
    "boundaryEvent": frozenset({"ioMapping"}),
    "intermediateCatchEvent": _IO,
    "intermediateThrowEvent": _IO | {"taskDefinition", "taskHeaders"},
    "endEvent": _IO | {"taskDefinition", "taskHeaders"},
    "sendTask": _IO | {"taskDefinition", "taskHeaders"},
    "serviceTask": _IO | {"taskDefinition", "taskHeaders"},
    "scriptTask": _IO | {"script", "taskDefinition", "taskHeaders"},
    "businessRuleTask": _IO | {"calledDecision", "taskDefinition", "taskHeaders"},
    "userTask": _IO
    | {
        "userTask",
        "formDefinition",
        "assignmentDefinition",
        "taskSchedule",
        "priorityDefinition",
        "taskListeners",
        "taskHeaders",
    },
    "receiveTask": _IO,
    "callActivity": _IO | {"calledElement"},
    "subProcess": _IO,
}
# Key-value notes of modelling tools; documented as having no effect on execution.
_TOOLING: Final = frozenset({"properties"})


# Attributes that would change what an element does; their harmless value is the default.
_ATTRIBUTES: Final = ("isForCompensation", "instantiate")


def is_unsupported(node: XmlNode, child: XmlNode) -> bool:
    """True for a BPMN child that this element may not have."""
    return child.namespace == BPMN and child.tag not in _CHILDREN.get(node.tag, _NOTES)


def check_content(node: XmlNode, faults: FaultList) -> None:
    """A fault for each child, attribute or zeebe extension that this element may not carry."""
    for name in _ATTRIBUTES:
        if node.get(name) == "true":
            faults.add(node, f"{name} is not supported here")
    for child in node.children:
        if not is_unsupported(node, child):
            continue
        if node.tag in ("process", "subProcess"):
            faults.add(child, "is not supported by this engine")
        else:
            faults.add(node, f"bpmn:{child.tag} is not supported here")
    _check_extensions(node, faults)


def _check_extensions(node: XmlNode, faults: FaultList) -> None:
    holder = node.find_child("extensionElements")
    if holder is None:
        return
    allowed = _EXTENSIONS.get(node.tag, frozenset()) | _TOOLING
    seen: set[str] = set()
    for extension in holder.children:
        if extension.namespace != ZEEBE:
            continue
        if extension.tag not in allowed:
            faults.add(node, f"zeebe:{extension.tag} is not supported here")
        elif extension.tag in seen:
            faults.add(node, f"zeebe:{extension.tag} stands here twice")
        seen.add(extension.tag)
