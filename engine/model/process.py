"""One executable process of a file, all of its scopes together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model.elements import FlowNode
from engine.model.events import StartEvent


@dataclass(frozen=True, slots=True)
class Process:
    """`elements` holds all nodes of all scopes by id, `root` stands for the process itself.

    `unreadable` tells by id why an element or flow cannot be executed; only a file that was stored before this
    engine read it has such.
    """

    id: str
    name: str | None
    version_tag: str | None
    root: FlowNode
    elements: Mapping[str, FlowNode]
    none_start_id: str | None
    message_starts: tuple[StartEvent, ...]
    timer_starts: tuple[StartEvent, ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)

    @property
    def start_form_id(self) -> str | None:
        """The form of the none start event, for whoever starts by hand."""
        start = self.elements.get(self.none_start_id) if self.none_start_id is not None else None
        return start.form_id if isinstance(start, StartEvent) else None
