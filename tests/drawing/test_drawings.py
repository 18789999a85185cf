"""Every published diagram is clean by the drawing check, and the check sees each kind of fault (C9)."""

from pathlib import Path

import pytest

from bpmn.reading import FOLDER
from tests.drawing.drawing import read_drawing
from tests.drawing.faults import CHARACTER_WIDTH, LINE_WIDTH_OF_LABEL, list_faults

DIAGRAMS = sorted(FOLDER.glob("*.bpmn"))


def test_six_diagrams_are_checked() -> None:
    """C9: the scope is not empty."""
    assert {path.stem for path in DIAGRAMS} == {
        "complaint",
        "intake",
        "investigation",
        "disposal",
        "feedback",
        "deadline-watch",
    }


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_drawing_has_no_fault(path: Path) -> None:
    """C9: no overlap, no label crossed, no flow through a shape or on another flow."""
    drawing = read_drawing(path)
    assert drawing.shapes
    assert drawing.lines
    assert list_faults(drawing) == []


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_labels_fit_on_one_line(path: Path) -> None:
    drawing = read_drawing(path)
    too_wide = [
        label.element
        for label in drawing.labels.values()
        if label.right - label.left > LINE_WIDTH_OF_LABEL or label.right - label.left < CHARACTER_WIDTH
    ]
    assert too_wide == []


BROKEN = {
    "overlapping shapes": ('<dc:Bounds x="260" y="260"', '<dc:Bounds x="180" y="260"', "overlaps"),
    "label on a shape": ('<dc:Bounds x="401" y="255"', '<dc:Bounds x="401" y="280"', "lies"),
    "label crossed by a line": ('<dc:Bounds x="854" y="281"', '<dc:Bounds x="854" y="293"', "is crossed by"),
    "line through a shape": (
        '<di:waypoint x="920" y="430" />',
        '<di:waypoint x="920" y="555" /><di:waypoint x="1040" y="555" /><di:waypoint x="1040" y="430" />',
        "runs through",
    ),
    "slanted line": ('<di:waypoint x="810" y="208" />', '<di:waypoint x="820" y="208" />', "neither level"),
    "loose end": ('<di:waypoint x="1742" y="300" />', '<di:waypoint x="1710" y="300" />', "does not reach"),
    "missing edge": (
        'bpmnElement="Flow_StartCaseRunToIsDuplicateRun"',
        'bpmnElement="Flow_IsDuplicateRunToStages"',
        "is not drawn",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_drawing_is_found(kind: str, tmp_path: Path) -> None:
    """C9: the probe of the check itself."""
    old, new, expected = BROKEN[kind]
    text = (FOLDER / "complaint.bpmn").read_text("utf-8")
    assert old in text
    broken = tmp_path / "broken.bpmn"
    broken.write_text(text.replace(old, new, 1), "utf-8")
    assert any(expected in fault for fault in list_faults(read_drawing(broken)))


def test_crossing_and_stacked_flows_are_found(tmp_path: Path) -> None:
    """C9: flows that cross or lie on one another are counted."""
    text = (FOLDER / "deadline-watch.bpmn").read_text("utf-8")
    crossed = tmp_path / "crossed.bpmn"
    crossed.write_text(text.replace('y="698"', 'y="740"'), "utf-8")
    stacked = tmp_path / "stacked.bpmn"
    stacked.write_text(text.replace('x="512"', 'x="500"'), "utf-8")
    assert any("lies on" in fault for fault in list_faults(read_drawing(stacked)))
    assert any("crosses" in fault for fault in list_faults(read_drawing(crossed)))
