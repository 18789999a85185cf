"""Every published diagram is clean by the drawing check, and the check sees each kind of fault (C9)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bpmn.names import ProcessId
from bpmn.reading import FOLDER
from tests.drawing.broken import BrokenDrawing
from tests.drawing.drawing import read_drawing
from tests.drawing.faults import CHARACTER_WIDTH, LINE_WIDTH_OF_LABEL, list_faults

DIAGRAMS = sorted(FOLDER.glob("*.bpmn"))


def test_every_process_is_checked() -> None:
    """C9: the scope is not empty."""
    assert {path.stem for path in DIAGRAMS} == {process_id.value for process_id in ProcessId}
    assert len(DIAGRAMS) == 17


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


BROKEN: dict[str, tuple[Callable[[BrokenDrawing], None], str]] = {
    "overlapping shapes": (lambda d: d.move_shape("UserTask_DraftOpinion", -60, 0), "overlaps"),
    "label on a shape": (lambda d: d.move_label("Gateway_IsApproved", 0, 30), "lies on"),
    "label crossed by a line": (
        lambda d: d.move_label("Flow_IsApprovedToOpinionDecided", 0, 12),
        "is crossed by",
    ),
    "line through a shape": (
        lambda d: d.draw_line("Flow_DisposalToMergeDraft", (200.0, 180.0), (430.0, 180.0)),
        "runs through",
    ),
    "slanted line": (lambda d: d.move_end("Flow_DisposalToMergeDraft", 0, 9), "neither level"),
    "loose end": (lambda d: d.move_end("Flow_DisposalToMergeDraft", -20, 0), "does not reach"),
    "missing edge": (lambda d: d.lose("Flow_DisposalToMergeDraft"), "is not drawn"),
    "missing shape": (lambda d: d.lose("UserTask_DraftOpinion"), "is not drawn"),
    "crossing flows": (
        lambda d: d.draw_line("Flow_NeedsReviewToEnterApproval", (730.0, 390.0), (1120.0, 390.0)),
        "crosses",
    ),
    "flows on one another": (
        lambda d: d.draw_line("Flow_NeedsReviewToEnterApproval", (730.0, 340.0), (1120.0, 340.0)),
        "lies on",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_drawing_is_found(kind: str, tmp_path: Path) -> None:
    """C9: the probe of the check itself."""
    spoil, expected = BROKEN[kind]
    drawing = BrokenDrawing(FOLDER / "disposal.bpmn")
    assert list_faults(drawing.read(tmp_path)) == []
    spoil(drawing)
    assert any(expected in fault for fault in list_faults(drawing.read(tmp_path)))
