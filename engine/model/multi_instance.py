"""Activities that run once for each item of a collection."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.elements import FlowNode
from engine.model.text import Text


@dataclass(frozen=True, slots=True)
class Loop:
    """What is looped over and what is collected; outputs have both a collection and an element, or neither."""

    is_sequential: bool
    input_collection: Text
    input_element: str | None
    output_collection: str | None
    output_element: Text | None
    completion_condition: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiInstanceBody(FlowNode):
    """Stands at the activity's place with its flows and boundary events; `inner` is the activity without them."""

    loop: Loop
    inner: FlowNode


def activity_of(element: FlowNode) -> FlowNode:
    """The activity of a loop; any other element is itself."""
    return element.inner if isinstance(element, MultiInstanceBody) else element
