"""The shipped diagrams as owners change them: one step taken out, or one put into a flow. Made from the XML by program."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from engine.core.commands import Resource
from tests.mutated.core_office import FOLDER

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
STEPS = frozenset(
    BPMN + kind
    for kind in (
        "userTask",
        "serviceTask",
        "businessRuleTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "callActivity",
    )
)
# What a token comes to without a flow.
BEGINNINGS = frozenset(BPMN + kind for kind in ("startEvent", "boundaryEvent", "subProcess"))
PUT_IN, FLOW_BEHIND = "Step_PutIn", "Flow_BehindPutIn"
NODES = (
    *sorted(tag.removeprefix(BPMN) for tag in STEPS | BEGINNINGS),
    *("endEvent", "intermediateCatchEvent", "intermediateThrowEvent"),
    *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"),
)
# The case and its stages, and what watches their limits.
STAGES = (
    "complaint",
    "intake",
    "referral",
    "investigation",
    "extension",
    "disposal",
    "feedback",
    "deadline-watch",
)


@dataclass(frozen=True, slots=True)
class Place:
    """An element or a flow of a shipped diagram."""

    process_id: str
    element_id: str

    def __str__(self) -> str:
        return f"{self.process_id}:{self.element_id}"


# Of the office and of no case: no story comes to them, they have tests of their own (tests/process, tests/workers).
WITHOUT_A_CASE = frozenset({"improvement", "improvement-measure", "office-anchor", "periodic-summary"})


@cache
def process_ids() -> tuple[str, ...]:
    """All shipped diagrams in which a case is worked on."""
    return tuple(sorted({path.stem for path in FOLDER.glob("*.bpmn")} - WITHOUT_A_CASE))


def list_steps() -> list[Place]:
    """Every task and call of every shipped diagram."""
    return [
        Place(process_id, element.attrib["id"])
        for process_id in process_ids()
        for element in _read(process_id).getroot().iter()
        if element.tag in STEPS
    ]


def list_flows() -> list[Place]:
    """Every flow of the case, its stages and the watch."""
    return _flows_of(STAGES)


def list_flows_beside() -> list[Place]:
    """Every flow of the diagrams beside the case."""
    return _flows_of(process_id for process_id in process_ids() if process_id not in STAGES)


def list_nodes_without_flow() -> list[Place]:
    """What no flow leads to or from, but for an event subprocess, which a flow inside it tells of."""
    lonely = []
    for process_id in process_ids():
        drawing = _Drawing(process_id)
        ends = {flow.get(end) for flow in drawing.all("sequenceFlow") for end in ("sourceRef", "targetRef")}
        nodes = [node for kind in NODES for node in drawing.all(kind)]
        lonely += [Place(process_id, node.attrib["id"]) for node in nodes if node.get("id") not in ends]
    return [place for place in lonely if not place.element_id.startswith("EventSub_")]


def _flows_of(of_processes: Iterable[str]) -> list[Place]:
    return [
        Place(process_id, element.attrib["id"])
        for process_id in of_processes
        for element in _read(process_id).getroot().iter(BPMN + "sequenceFlow")
    ]


def without_step(place: Place) -> Resource:
    """The diagram without this step: what led to it leads to what came after it; its boundary events go with it."""
    drawing = _Drawing(place.process_id)
    step = drawing.element(place.element_id)
    for event in [
        event for event in drawing.all("boundaryEvent") if event.get("attachedToRef") == step.get("id")
    ]:
        drawing.prune(event)
    behind = drawing.flows(sourceRef=place.element_id)
    for flow in drawing.flows(targetRef=place.element_id):
        (only,) = behind
        drawing.lead(flow, only.attrib["targetRef"])
    for flow in behind:
        drawing.drop_flow(flow)
    drawing.drop(step)
    return drawing.file()


def with_step(place: Place, kind: str) -> Resource:
    """The diagram with a step in this flow: a `userTask` with the owner's form, or a `serviceTask` nobody works on."""
    drawing = _Drawing(place.process_id)
    flow = drawing.element(place.element_id)
    scope = drawing.parent(flow)
    step = ET.Element(BPMN + kind, {"id": PUT_IN, "name": "领导签发"})
    step.append(ET.fromstring(_EXTENSIONS[kind]))  # noqa: S314 - our own text
    scope.insert(list(scope).index(flow), step)
    target = flow.attrib["targetRef"]
    drawing.lead(flow, PUT_IN)
    behind = ET.SubElement(scope, BPMN + "sequenceFlow", {"id": FLOW_BEHIND, "sourceRef": PUT_IN})
    drawing.lead(behind, target)
    ET.SubElement(step, BPMN + "outgoing").text = FLOW_BEHIND
    return drawing.file()


OWNERS_FORM = Resource(
    "sign-off.form",
    """{"id": "sign-off", "type": "default", "schemaVersion": 18, "executionPlatform": "Camunda Cloud",
    "executionPlatformVersion": "8.8.0", "components": [{"type": "textfield", "id": "Field_Word", "key": "word",
    "label": "签发意见"}]}""".encode(),
)
_EXTENSIONS = {
    "userTask": f"""<e:extensionElements xmlns:e="{BPMN[1:-1]}" xmlns:z="{ZEEBE[1:-1]}"><z:userTask />
    <z:formDefinition formId="sign-off" /><z:assignmentDefinition candidateGroups="supervisor" /><z:taskListeners>
    <z:taskListener eventType="assigning" type="complaint.check-assignment" />
    <z:taskListener eventType="completing" type="complaint.check-completion" /></z:taskListeners>
    </e:extensionElements>""",
    "serviceTask": f"""<e:extensionElements xmlns:e="{BPMN[1:-1]}" xmlns:z="{ZEEBE[1:-1]}">
    <z:taskDefinition type="owner.send-sms" /></e:extensionElements>""",
}


class _Drawing:
    """One diagram while it is changed."""

    def __init__(self, process_id: str) -> None:
        self._process_id = process_id
        self._tree = _read(process_id)

    def all(self, kind: str) -> Iterator[ET.Element]:
        return iter(list(self._tree.getroot().iter(BPMN + kind)))

    def element(self, element_id: str) -> ET.Element:
        return next(found for found in self._tree.getroot().iter() if found.get("id") == element_id)

    def parent(self, element: ET.Element) -> ET.Element:
        return next(scope for scope in self._tree.getroot().iter() if element in list(scope))

    def flows(self, **ends: str) -> list[ET.Element]:
        """Flows with these ends."""
        return [
            flow
            for flow in self.all("sequenceFlow")
            if all(flow.get(end) == name for end, name in ends.items())
        ]

    def lead(self, flow: ET.Element, target: str) -> None:
        """Let the flow lead to this element."""
        self._forget(flow, "incoming")
        flow.set("targetRef", target)
        incoming = ET.Element(BPMN + "incoming")
        incoming.text = flow.attrib["id"]
        element = self.element(target)
        head = [
            child for child in element if child.tag in (BPMN + "extensionElements", BPMN + "documentation")
        ]
        element.insert(len(head), incoming)

    def drop_flow(self, flow: ET.Element) -> None:
        for way in ("incoming", "outgoing"):
            self._forget(flow, way)
        self.drop(flow)

    def prune(self, element: ET.Element) -> None:
        """Drop an element, its flows, and what nothing leads to any more."""
        element_id = element.attrib["id"]
        for flow in self.flows(sourceRef=element_id):
            target = self.element(flow.attrib["targetRef"])
            self.drop_flow(flow)
            if target.tag not in BEGINNINGS and not self.flows(targetRef=target.attrib["id"]):
                self.prune(target)
        self.drop(element)

    def drop(self, element: ET.Element) -> None:
        """Take it out, and off the drawing."""
        self.parent(element).remove(element)
        for shape in list(self._tree.getroot().iter()):
            if shape.get("bpmnElement") == element.attrib["id"]:
                self.parent(shape).remove(shape)

    def file(self) -> Resource:
        content = BytesIO()
        self._tree.write(content, encoding="utf-8", xml_declaration=True)
        return Resource(f"{self._process_id}.bpmn", content.getvalue())

    def _forget(self, flow: ET.Element, way: str) -> None:
        for element in list(self._tree.getroot().iter()):
            for child in list(element):
                if child.tag == BPMN + way and child.text == flow.attrib["id"]:
                    element.remove(child)


def _read(process_id: str) -> ET.ElementTree[ET.Element]:
    return ET.parse(FOLDER / f"{process_id}.bpmn")  # noqa: S314 - our own files


def job_type_at(place: Place) -> str:
    """The type of the jobs of a step; empty where no worker does it."""
    for element in _read(place.process_id).getroot().iter():
        if element.attrib.get("id") == place.element_id and element.tag in STEPS:
            definition = element.find(f"{BPMN}extensionElements/{ZEEBE}taskDefinition")
            return "" if definition is None else definition.attrib["type"]
    return ""
