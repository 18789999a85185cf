"""What makes a drawing unreadable: each function lists faults of one kind, empty for a clean drawing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tests.drawing.drawing import Box, Drawing, Line, Point

Segment = tuple[Point, Point]
CHARACTER_WIDTH = 11  # px of a Chinese character in a label of bpmn-js (font size 11)
LINE_WIDTH_OF_LABEL = 90  # px at which bpmn-js breaks a label outside its shape


def list_faults(drawing: Drawing) -> list[str]:
    """All faults of a drawing, each as one sentence with the ids."""
    checks = (
        missing_drawings,
        overlapping_shapes,
        labels_on_shapes,
        labels_crossed_by_lines,
        lines_through_shapes,
        crossing_lines,
        lines_on_one_another,
        loose_ends,
        slanted_lines,
    )
    return [fault for check in checks for fault in check(drawing)]


def missing_drawings(drawing: Drawing) -> Iterator[str]:
    drawn = set(drawing.shapes) | set(drawing.lines)
    for element in sorted(drawing.must_be_drawn - drawn):
        yield f"{element} is not drawn"
    for element in sorted(drawing.must_be_labelled - set(drawing.labels)):
        yield f"{element} has a name but no label place"


def overlapping_shapes(drawing: Drawing) -> Iterator[str]:
    for first, second in combinations(drawing.shapes.values(), 2):
        if first.contains(second) or second.contains(first):
            continue
        if _is_host(drawing, first.element, second.element):
            continue
        if first.overlaps(second):
            yield f"{first.element} overlaps {second.element}"


def labels_on_shapes(drawing: Drawing) -> Iterator[str]:
    for label in drawing.labels.values():
        for shape in drawing.shapes.values():
            if shape.overlaps(label) and not shape.contains(label):
                yield f"label of {label.element} lies on {shape.element}"
            elif shape.contains(label) and shape.right - shape.left <= 100:
                yield f"label of {label.element} lies inside {shape.element}"
    for first, second in combinations(drawing.labels.values(), 2):
        if first.overlaps(second):
            yield f"label of {first.element} lies on label of {second.element}"


def labels_crossed_by_lines(drawing: Drawing) -> Iterator[str]:
    for label in drawing.labels.values():
        for line in drawing.lines.values():
            if any(_meets(segment, label) for segment in line.segments()):
                yield f"label of {label.element} is crossed by {line.flow}"


def lines_through_shapes(drawing: Drawing) -> Iterator[str]:
    for line in drawing.lines.values():
        for shape in drawing.shapes.values():
            if _may_touch(drawing, line, shape):
                continue
            if any(_meets(segment, shape) for segment in line.segments()):
                yield f"{line.flow} runs through {shape.element}"


def crossing_lines(drawing: Drawing) -> Iterator[str]:
    for first, second in combinations(drawing.lines.values(), 2):
        for one in first.segments():
            for other in second.segments():
                if _cross(one, other):
                    yield f"{first.flow} crosses {second.flow}"


def lines_on_one_another(drawing: Drawing) -> Iterator[str]:
    for first, second in combinations(drawing.lines.values(), 2):
        if any(_shared_length(a, b) > 1 for a in first.segments() for b in second.segments()):
            yield f"{first.flow} lies on {second.flow}"


def loose_ends(drawing: Drawing) -> Iterator[str]:
    for line in drawing.lines.values():
        for point, element in ((line.points[0], line.source), (line.points[-1], line.target)):
            if element in drawing.shapes and not _touches(point, drawing.shapes[element]):
                yield f"{line.flow} does not reach {element}"


def slanted_lines(drawing: Drawing) -> Iterator[str]:
    for line in drawing.lines.values():
        if any(a[0] != b[0] and a[1] != b[1] for a, b in line.segments()):
            yield f"{line.flow} is neither level nor upright"


def _is_host(drawing: Drawing, first: str, second: str) -> bool:
    return drawing.hosts.get(first) == second or drawing.hosts.get(second) == first


def _may_touch(drawing: Drawing, line: Line, shape: Box) -> bool:
    """A line touches its own ends, their hosts, and the frames that hold one of its ends."""
    ends = (line.source, line.target)
    if shape.element in ends or any(drawing.hosts.get(end) == shape.element for end in ends):
        return True
    return all(shape.contains(drawing.shapes[end]) for end in ends if end in drawing.shapes)


def _touches(point: Point, shape: Box) -> bool:
    return shape.left - 1 <= point[0] <= shape.right + 1 and shape.top - 1 <= point[1] <= shape.bottom + 1


def _meets(segment: Segment, box: Box) -> bool:
    """Level and upright segments only (slanted ones are a fault of their own)."""
    xs, ys = zip(*segment, strict=True)
    return min(xs) < box.right and max(xs) > box.left and min(ys) < box.bottom and max(ys) > box.top


def _cross(one: Segment, other: Segment) -> bool:
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, _) = other
    if (ax == bx) == (cx == dx):
        return False
    if ax != bx:
        return _cross(other, one)
    return min(ay, by) < cy < max(ay, by) and min(cx, dx) < ax < max(cx, dx)


def _shared_length(one: Segment, other: Segment) -> float:
    for axis in (0, 1):
        across = 1 - axis
        values = {one[0][across], one[1][across], other[0][across], other[1][across]}
        if len(values) == 1:
            low = max(min(one[0][axis], one[1][axis]), min(other[0][axis], other[1][axis]))
            high = min(max(one[0][axis], one[1][axis]), max(other[0][axis], other[1][axis]))
            return high - low
    return 0.0
