"""Small changes to a drawing by element id, for the probes of the drawing check."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.drawing.drawing import NAMESPACES, Drawing, Point, read_drawing


class BrokenDrawing:
    """A copy of a diagram whose shapes, labels and lines can be put in the wrong place."""

    def __init__(self, path: Path) -> None:
        self._tree = ElementTree.parse(path)  # noqa: S314 - a file of the product, not input

    def move_shape(self, element: str, x: float, y: float) -> None:
        """Moves the box of an element by so much; its lines stay."""
        self._move(self._drawn(element).find("dc:Bounds", NAMESPACES), x, y)

    def move_label(self, element: str, x: float, y: float) -> None:
        """Moves the label of an element or flow by so much."""
        self._move(self._drawn(element).find("bpmndi:BPMNLabel/dc:Bounds", NAMESPACES), x, y)

    def draw_line(self, flow: str, *points: Point) -> None:
        """Gives a flow other corners between its ends."""
        edge = self._drawn(flow)
        inner = edge.findall("di:waypoint", NAMESPACES)[1:-1]
        for point in inner:
            edge.remove(point)
        for number, (x, y) in enumerate(points, 1):
            corner = ElementTree.Element(f"{{{NAMESPACES['di']}}}waypoint", {"x": str(x), "y": str(y)})
            edge.insert(number, corner)

    def move_end(self, flow: str, x: float, y: float) -> None:
        """Moves the last point of a flow by so much."""
        self._move(self._drawn(flow).findall("di:waypoint", NAMESPACES)[-1], x, y)

    def lose(self, element: str) -> None:
        """The element is in the model and not in the drawing."""
        plane = self._tree.getroot().find(".//bpmndi:BPMNPlane", NAMESPACES)
        assert plane is not None
        plane.remove(self._drawn(element))

    def read(self, folder: Path) -> Drawing:
        """What the check sees of it."""
        path = folder / "broken.bpmn"
        self._tree.write(path, encoding="utf-8")
        return read_drawing(path)

    def _drawn(self, element: str) -> ElementTree.Element:
        found = self._tree.getroot().find(f".//*[@bpmnElement='{element}']")
        assert found is not None, element
        return found

    @staticmethod
    def _move(place: ElementTree.Element | None, x: float, y: float) -> None:
        assert place is not None
        place.attrib["x"] = str(float(place.attrib["x"]) + x)
        place.attrib["y"] = str(float(place.attrib["y"]) + y)
