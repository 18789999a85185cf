"""When a timer of an instance fires, as the diagram and the variables say it: a cluster of 8.8 has no call that tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import ParseError

from api.staff.variable_words import read_moment
from bpmn.diagram import Node
from bpmn.reading import read_diagram_text
from services.ports.monitor import ElementInstanceView, VariableView

_NAME = re.compile(r"=\s*([A-Za-z_]\w*)\s*")
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True)
class TimerChip:
    """A timer that waits now: at `element_id`, for the step `host_id`; without `at` its moment cannot be told here."""

    element_id: str
    host_id: str
    at: datetime | None


def read_nodes(xml: str) -> tuple[Node, ...]:
    """The elements of a diagram; none of one that cannot be read."""
    if "<!DOCTYPE" in xml:
        return ()
    try:
        return read_diagram_text("", xml.encode()).nodes
    except (ParseError, KeyError, ValueError):
        return ()


def list_timers(
    nodes: Sequence[Node],
    elements: Sequence[ElementInstanceView],
    variables: Sequence[VariableView],
    root_key: str,
) -> list[TimerChip]:
    """The timers of the steps that hold a token: events that wait themselves, and those at the edge of a step."""
    active = {item.element_id: item for item in elements if item.state == "ACTIVE"}
    values = {(item.scope_key, item.name): item.value for item in variables}
    chips = []
    for node in nodes:
        host = node.attached_to or node.id
        if node.timer and (found := active.get(host)):
            chips.append(TimerChip(node.id, host, _moment_of(node.timer, found, values, root_key)))
    return chips


def _moment_of(
    timer: str, at: ElementInstanceView, values: Mapping[tuple[str, str], object], root_key: str
) -> datetime | None:
    if named := _NAME.fullmatch(timer):
        for scope in (at.key, root_key):
            if (found := read_moment(values.get((scope, named[1])))) is not None:
                return found
        return None
    if (found := read_moment(timer)) is not None:
        return found
    lasts = _DURATION.fullmatch(timer)
    if lasts is None or not any(lasts.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in lasts.groups())
    return at.started_at + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
