"""Reads diagrams and forms into plain values. Trusts their structure: the engine or the linter has seen them before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from bpmn.diagram import Diagram, Flow, Listener, Loop, Mapping, Message, Node

FOLDER = Path(__file__).parent
FORMS = FOLDER / "forms"
DECISIONS = FOLDER / "dmn"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
MODELER = "{http://camunda.org/schema/modeler/1.0}"
NODE_SUFFIXES = ("Event", "Gateway", "Task", "subProcess", "callActivity")

Element = ElementTree.Element


def list_diagrams(folder: Path = FOLDER) -> list[Diagram]:
    """All diagrams of a folder, by file name."""
    return [read_diagram(path) for path in sorted(folder.glob("*.bpmn"))]


def list_forms(folder: Path = FORMS) -> dict[str, dict[str, Any]]:
    """All form schemas of a folder by form id."""
    schemas = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.form"))]
    return {str(schema["id"]): schema for schema in schemas}


def list_tables(folder: Path = DECISIONS) -> dict[str, str]:
    """The name of each decision of a folder by its id, by file name."""
    # Every version of DMN has a namespace of its own.
    return {
        decision.get("id", ""): decision.get("name", "")
        for path in sorted(folder.glob("*.dmn"))
        for decision in ElementTree.fromstring(path.read_bytes()).iterfind("{*}decision")  # noqa: S314 - our own files
    }


@cache
def list_releases() -> tuple[dict[str, str], ...]:
    """Canonical digest by name of the files that each release shipped (shipped.json), the earliest release first."""
    return tuple(json.loads((FOLDER / "shipped.json").read_text("utf-8"))["releases"].values())


def find_release(name: str, digest: str) -> int | None:
    """The place of the newest release that shipped a file of this name and digest among all; None where none did."""
    places = reversed([*enumerate(list_releases())])
    return next((place for place, files in places if files.get(name) == digest), None)


def read_diagram(path: Path) -> Diagram:
    """One diagram of the product."""
    return read_diagram_text(path.name, path.read_bytes())


def read_diagram_text(file_name: str, content: bytes) -> Diagram:
    """One diagram; ParseError, KeyError or ValueError when the content is none.

    The caller keeps document types out: this reader would expand them.
    """
    root = ElementTree.fromstring(content)  # noqa: S314 - see above
    process = root.find(f"{BPMN}process")
    if process is None:
        raise ValueError(f"{file_name} holds no process")
    reader = _Reader(root, process.attrib["id"])
    return Diagram(
        file_name=file_name,
        process_id=process.attrib["id"],
        name=process.get("name", ""),
        documentation=process.findtext(f"{BPMN}documentation", ""),
        platform_version=root.get(f"{MODELER}executionPlatformVersion", ""),
        nodes=tuple(reader.walk(process)),
        flows=tuple(_flow(flow) for flow in process.iter(f"{BPMN}sequenceFlow")),
        messages=tuple(reader.messages.values()),
    )


class _Reader:
    """Turns the elements of one file into nodes, resolving references to messages, errors and escalations."""

    def __init__(self, root: Element, process_id: str) -> None:
        self.process_id = process_id
        self.messages = {item.attrib["id"]: _message(item) for item in root.iter(f"{BPMN}message")}
        self.escalations = _codes(root, "escalation", "escalationCode")
        self.errors = _codes(root, "error", "errorCode")

    def walk(self, scope: Element) -> Iterator[Node]:
        for element in scope:
            kind = element.tag.removeprefix(BPMN)
            if not element.tag.startswith(BPMN) or not kind.endswith(NODE_SUFFIXES):
                continue
            yield self.node(element, kind, parent=scope.attrib["id"])
            if kind == "subProcess":
                yield from self.walk(element)

    def node(self, element: Element, kind: str, parent: str) -> Node:
        called = _extension(element, "calledElement")
        decision = _extension(element, "calledDecision")
        script = _extension(element, "script")
        assignment = _extension(element, "assignmentDefinition")
        return Node(
            id=element.attrib["id"],
            kind=kind,
            name=element.get("name", ""),
            process_id=self.process_id,
            parent=parent,
            inputs=_mappings(element, "input"),
            outputs=_mappings(element, "output"),
            job_type=_extension(element, "taskDefinition").get("type", ""),
            form_id=_extension(element, "formDefinition").get("formId", ""),
            form_reference=_extension(element, "formDefinition").get("externalReference", ""),
            assignee=assignment.get("assignee", ""),
            candidate_groups=assignment.get("candidateGroups", ""),
            listeners=_listeners(element),
            called_process=called.get("processId", ""),
            decision_id=decision.get("decisionId", ""),
            result_variable=decision.get("resultVariable", "") or script.get("resultVariable", ""),
            loop=_loop(element),
            propagation=(
                called.get("propagateAllParentVariables", ""),
                called.get("propagateAllChildVariables", ""),
            ),
            message=self._message_name(element),
            link=_link(element),
            script=script.get("expression", ""),
            escalation_code=self._code(element, "escalation", self.escalations),
            error_code=self._code(element, "error", self.errors),
            timer=_timer(element),
            attached_to=element.get("attachedToRef", ""),
            is_interrupting=_is_interrupting(element, kind),
            is_terminate=element.find(f"{BPMN}terminateEventDefinition") is not None,
            is_event_sub_process=element.get("triggeredByEvent") == "true",
            default_flow=element.get("default", ""),
            expressions=tuple(_expressions(element)),
        )

    def _message_name(self, element: Element) -> str:
        definition = element.find(f"{BPMN}messageEventDefinition")
        reference = (element if definition is None else definition).get("messageRef", "")
        return self.messages[reference].name if reference else ""

    def _code(self, element: Element, kind: str, codes: dict[str, str]) -> str:
        definition = element.find(f"{BPMN}{kind}EventDefinition")
        if definition is None:
            return ""
        return codes.get(definition.get(f"{kind}Ref", ""), "")


def _expressions(element: Element) -> Iterator[str]:
    """What stands at the element with an equals sign, wherever; not what stands at elements inside it."""
    for child in element:
        if child.tag.endswith((*NODE_SUFFIXES, "sequenceFlow")):
            continue
        for part in child.iter():
            yield from (
                value for value in (*part.attrib.values(), (part.text or "").strip()) if value[:1] == "="
            )


def _flow(element: Element) -> Flow:
    return Flow(
        id=element.attrib["id"],
        name=element.get("name", ""),
        source=element.attrib["sourceRef"],
        target=element.attrib["targetRef"],
        condition=element.findtext(f"{BPMN}conditionExpression", ""),
    )


def _message(element: Element) -> Message:
    key = _extension(element, "subscription").get("correlationKey", "")
    return Message(name=element.attrib["name"], correlation_key=key)


def _codes(root: Element, kind: str, attribute: str) -> dict[str, str]:
    return {item.attrib["id"]: item.get(attribute, "") for item in root.iter(f"{BPMN}{kind}")}


def _extension(element: Element, name: str) -> dict[str, str]:
    found = element.find(f"{BPMN}extensionElements/{ZEEBE}{name}")
    return {} if found is None else dict(found.attrib)


def _mappings(element: Element, direction: str) -> tuple[Mapping, ...]:
    found = element.iterfind(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}{direction}")
    return tuple(Mapping(item.attrib["source"], item.attrib["target"]) for item in found)


def _listeners(element: Element) -> tuple[Listener, ...]:
    found = element.iterfind(f"{BPMN}extensionElements/{ZEEBE}taskListeners/{ZEEBE}taskListener")
    return tuple(Listener(item.attrib["eventType"], item.attrib["type"]) for item in found)


def _loop(element: Element) -> Loop | None:
    found = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if found is None:
        return None
    described = _extension(found, "loopCharacteristics")
    return Loop(
        *(described.get(name, "") for name in ("inputCollection", "inputElement", "outputCollection"))
    )


def _link(element: Element) -> str:
    definition = element.find(f"{BPMN}linkEventDefinition")
    return "" if definition is None else definition.get("name", "")


def _is_interrupting(element: Element, kind: str) -> bool:
    attribute = "isInterrupting" if kind == "startEvent" else "cancelActivity"
    return element.get(attribute, "true") == "true"


def _timer(element: Element) -> str:
    definition = element.find(f"{BPMN}timerEventDefinition")
    return "" if definition is None else "".join(definition.itertext()).strip()
