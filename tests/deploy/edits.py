"""Edits that owners make in Modeler, on the XML of the shipped diagrams: a step taken out, one put on a flow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import bpmn

SHIPPED = Path(bpmn.__file__).parent
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_OPEN = (
    '<root xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
Element = ElementTree.Element
Edit = Callable[[str], str]
LISTENERS = (
    '<zeebe:taskListeners><zeebe:taskListener eventType="assigning" type="complaint.check-assignment"/>'
    '<zeebe:taskListener eventType="completing" type="complaint.check-completion"/></zeebe:taskListeners>'
)


def user_task(
    *, form: str = "site-visit", groups: str = "investigator", listeners: str = LISTENERS, more: str = ""
) -> str:
    """A user task as an owner draws it, with an id of Modeler's."""
    linked = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    assigned = f'<zeebe:assignmentDefinition candidateGroups="{groups}"/>' if groups else ""
    return (
        '<bpmn:userTask id="Activity_1owners" name="领导签发"><bpmn:extensionElements><zeebe:userTask/>'
        f"{linked}{assigned}{listeners}{more}</bpmn:extensionElements></bpmn:userTask>"
    )


def call(process_id: str, inputs: str = "") -> str:
    """A call activity as an owner draws it."""
    return (
        '<bpmn:callActivity id="Activity_1owners" name="另一流程"><bpmn:extensionElements>'
        f'<zeebe:calledElement processId="{process_id}" propagateAllChildVariables="false"'
        f' propagateAllParentVariables="false"/><zeebe:ioMapping>{inputs}</zeebe:ioMapping>'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )


def taken_out(element_id: str) -> Edit:
    """The element with what hangs on it; what led to it leads on to what came after it."""

    def edit(text: str) -> str:
        root = ElementTree.fromstring(text)  # noqa: S314 - a file of the product
        flows = list(root.iter(f"{BPMN}sequenceFlow"))
        (behind,) = (flow for flow in flows if flow.get("sourceRef") == element_id)
        for flow in flows:
            if flow.get("targetRef") == element_id:
                flow.set("targetRef", behind.attrib["targetRef"])
        gone = {element_id, behind.attrib["id"]} | _hanging(root, element_id, flows)
        _drop(root, gone)
        return ElementTree.tostring(root, "unicode")

    return edit


def put_on(flow_id: str, element: str) -> Edit:
    """The element on a flow; its condition stays with the part that comes first."""

    def edit(text: str) -> str:
        root = ElementTree.fromstring(text)  # noqa: S314 - a file of the product
        (scope, flow) = next(
            (parent, child)
            for parent in root.iter()
            for child in parent
            if child.tag == f"{BPMN}sequenceFlow" and child.get("id") == flow_id
        )
        (new,) = ElementTree.fromstring(f"{_OPEN}{element}</root>")  # noqa: S314 - written above
        target = flow.attrib["targetRef"]
        flow.set("targetRef", new.attrib["id"])
        after = {"id": "Flow_1owners", "sourceRef": new.attrib["id"], "targetRef": target}
        scope.append(new)
        ElementTree.SubElement(scope, f"{BPMN}sequenceFlow", after)
        return ElementTree.tostring(root, "unicode")

    return edit


def replaced(before: str, now: str) -> Edit:
    """Other text, wherever it stands."""

    def edit(text: str) -> str:
        assert before in text, before
        return text.replace(before, now)

    return edit


def without_condition(flow_id: str) -> Edit:
    """The flow without its condition."""

    def edit(text: str) -> str:
        root = ElementTree.fromstring(text)  # noqa: S314 - a file of the product
        (flow,) = (flow for flow in root.iter(f"{BPMN}sequenceFlow") if flow.get("id") == flow_id)
        flow.remove(flow[0])
        return ElementTree.tostring(root, "unicode")

    return edit


def dropped(element_id: str) -> Edit:
    """The element with all in it, where nothing leads to it (an event sub-process)."""

    def edit(text: str) -> str:
        root = ElementTree.fromstring(text)  # noqa: S314 - a file of the product
        _drop(root, {element_id})
        return ElementTree.tostring(root, "unicode")

    return edit


def shipped(name: str) -> str:
    """The text of a shipped file."""
    return next(SHIPPED.rglob(name)).read_text("utf-8")


def _hanging(root: Element, element_id: str, flows: list[Element]) -> set[str]:
    """Boundary events of an element, with all that only they lead to."""
    found = {
        event.attrib["id"]
        for event in root.iter(f"{BPMN}boundaryEvent")
        if event.get("attachedToRef") == element_id
    }
    while True:
        ways = {flow.attrib["id"] for flow in flows if flow.get("sourceRef") in found}
        ends = {flow.attrib["targetRef"] for flow in flows if flow.get("sourceRef") in found}
        if ways | ends <= found:
            return found
        found |= ways | ends


def _drop(root: Element, ids: set[str]) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            names = {child.get("id"), child.get("bpmnElement")}
            if names & ids or (child.tag in (f"{BPMN}incoming", f"{BPMN}outgoing") and child.text in ids):
                parent.remove(child)
