"""The drawing of one diagram: boxes, labels and lines as written in its BPMN DI. No judgement here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with the id of the element it stands for."""

    element: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def contains(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A sequence flow: where it comes from, where it goes, and its corners."""

    flow: str
    source: str
    target: str
    points: tuple[Point, ...]

    def segments(self) -> list[tuple[Point, Point]]:
        return list(zip(self.points, self.points[1:], strict=False))


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything drawn in one file, and what the model says must be drawn."""

    shapes: dict[str, Box]
    labels: dict[str, Box]
    lines: dict[str, Line]
    hosts: dict[str, str]
    must_be_drawn: frozenset[str]
    must_be_labelled: frozenset[str]


INSIDE_NAMED = {"userTask", "serviceTask", "receiveTask", "callActivity", "subProcess"}


def read_drawing(path: Path) -> Drawing:
    """Reads the DI of a file; raises KeyError when a drawn id is not in the model."""
    root = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - our own files and test fixtures only
    process = root.find("bpmn:process", NAMESPACES)
    assert process is not None, path
    shapes, labels, lines = {}, {}, {}
    for shape in root.iterfind(".//bpmndi:BPMNShape", NAMESPACES):
        element = shape.attrib["bpmnElement"]
        shapes[element] = _box(element, shape)
        _read_label(element, shape, labels)
    flows = {flow.attrib["id"]: flow for flow in root.iterfind(".//bpmn:sequenceFlow", NAMESPACES)}
    for edge in root.iterfind(".//bpmndi:BPMNEdge", NAMESPACES):
        element = edge.attrib["bpmnElement"]
        flow = flows[element].attrib
        points = tuple(
            (float(point.attrib["x"]), float(point.attrib["y"]))
            for point in edge.iterfind("di:waypoint", NAMESPACES)
        )
        lines[element] = Line(element, flow["sourceRef"], flow["targetRef"], points)
        _read_label(element, edge, labels)
    nodes = [node for node in process.iter() if "id" in node.attrib and _is_node(node)]
    return Drawing(
        shapes=shapes,
        labels=labels,
        lines=lines,
        hosts={n.attrib["id"]: n.attrib["attachedToRef"] for n in nodes if "attachedToRef" in n.attrib},
        must_be_drawn=frozenset(n.attrib["id"] for n in nodes) | frozenset(flows),
        must_be_labelled=frozenset(n.attrib["id"] for n in nodes if _needs_label(n))
        | frozenset(key for key, flow in flows.items() if flow.get("name")),
    )


def _kind(node: ElementTree.Element) -> str:
    return node.tag.rsplit("}", 1)[-1]


def _is_node(node: ElementTree.Element) -> bool:
    kind = _kind(node)
    return kind in INSIDE_NAMED or kind.endswith("Gateway") or kind.endswith("Event")


def _needs_label(node: ElementTree.Element) -> bool:
    return bool(node.get("name")) and _kind(node) not in INSIDE_NAMED


def _read_label(element: str, drawn: ElementTree.Element, labels: dict[str, Box]) -> None:
    label = drawn.find("bpmndi:BPMNLabel", NAMESPACES)
    if label is not None and label.find("dc:Bounds", NAMESPACES) is not None:
        labels[element] = _box(element, label)


def _box(element: str, drawn: ElementTree.Element) -> Box:
    bounds = drawn.find("dc:Bounds", NAMESPACES)
    assert bounds is not None, element
    x, y, width, height = (float(bounds.attrib[key]) for key in ("x", "y", "width", "height"))
    return Box(element, x, y, x + width, y + height)
