"""Each step that an instance has reached, with all that is known of it: one list for the diagram and for the table beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.staff.instance_diagram import Badge
from api.staff.timer_chips import TimerChip
from api.staff.variable_words import Names, VariableRow, tell_variables
from services.ports.monitor import (
    ElementCount,
    ElementInstanceView,
    IncidentView,
    JobView,
    ProcessInstanceView,
    VariableView,
)

MOST_VISITS = 10


@dataclass(frozen=True, slots=True)
class ElementDetail:
    """One step; `visits` are its newest element instances, the newest first."""

    element_id: str
    name: str
    kind: str
    count: ElementCount
    badge: Badge | None
    timers: tuple[TimerChip, ...]
    visits: tuple[ElementInstanceView, ...]
    visits_total: int
    incidents: tuple[IncidentView, ...]
    jobs: tuple[JobView, ...]
    variables: tuple[VariableRow, ...]
    called: tuple[ProcessInstanceView, ...]

    @property
    def state(self) -> str:
        """The code of what matters most of it: an incident, a token that waits, else how the last one ended."""
        if self.count.incidents:
            return "INCIDENT"
        return "ACTIVE" if self.count.active else self.visits[0].state


@dataclass(frozen=True, slots=True)
class InstanceParts:
    """What the engine told of one instance, as its searches answered."""

    elements: Sequence[ElementInstanceView]
    counts: Sequence[ElementCount]
    incidents: Sequence[IncidentView]
    jobs: Sequence[JobView]
    variables: Sequence[VariableView]
    called: Sequence[ProcessInstanceView]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn beside the engine's own numbers, and what people and units are called."""

    badges: Mapping[str, Badge]
    timers: Sequence[TimerChip]
    names: Names


def list_details(parts: InstanceParts, marks: Marks) -> list[ElementDetail]:
    """A row per element in the order they were first reached; elements without a token are left out."""
    counts = {count.element_id: count for count in parts.counts}
    visits: dict[str, list[ElementInstanceView]] = defaultdict(list)
    for item in parts.elements:
        if item.element_id in counts:
            visits[item.element_id].append(item)
    return [_detail(found, counts[element_id], parts, marks) for element_id, found in visits.items()]


def _detail(
    visits: Sequence[ElementInstanceView], count: ElementCount, parts: InstanceParts, marks: Marks
) -> ElementDetail:
    keys, element_id = {visit.key for visit in visits}, count.element_id
    own = [item for item in parts.variables if item.scope_key in keys]
    return ElementDetail(
        element_id=element_id,
        name=visits[0].element_name,
        kind=visits[0].element_type,
        count=count,
        badge=marks.badges.get(element_id),
        timers=tuple(chip for chip in marks.timers if element_id in (chip.element_id, chip.host_id)),
        visits=tuple(reversed(visits[-MOST_VISITS:])),
        visits_total=len(visits),
        incidents=tuple(item for item in parts.incidents if item.element_instance_key in keys),
        jobs=tuple(item for item in parts.jobs if item.element_instance_key in keys),
        variables=tuple(tell_variables(own, marks.names)),
        called=tuple(item for item in parts.called if item.parent_element_key in keys),
    )
