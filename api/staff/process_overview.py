"""One process over all its running instances: how many tokens stand where, and the rungs of what it watches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from api.context import current_actor, make_unit, monitor
from api.staff.instance_diagram import Badge, DiagramMarks, clock_badges, diagram_data
from bpmn.names import DeadlineWatchElement
from bpmn.reading import read_diagram_text
from models.case.lifecycle import Rung
from models.ground.errors import NotFound
from services.ports.monitor import DefinitionView, ElementCount
from services.views.due_clocks import list_due_clocks

RUNG_OF_WAIT = {
    DeadlineWatchElement.WAIT_WITHIN_LIMIT: Rung.WITHIN,
    DeadlineWatchElement.WAIT_NEAR_LIMIT: Rung.NEAR,
    DeadlineWatchElement.WAIT_OVER_LIMIT: Rung.OVER,
    DeadlineWatchElement.WAIT_SUPERVISED: Rung.SUPERVISED,
    DeadlineWatchElement.WAIT_PAUSED: Rung.PAUSED,
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One element with tokens, in words."""

    element_id: str
    name: str
    active: int
    incidents: int
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class ProcessOverview:
    """The newest version's diagram with the tokens of all versions on it."""

    newest: DefinitionView
    versions: Sequence[DefinitionView]
    xml: str
    places: Sequence[PlaceRow]
    diagram: dict[str, object]


def get_process_overview(process_id: str) -> ProcessOverview:
    """NotFound for a process that was never deployed."""
    engine = monitor()
    versions = engine.list_versions(process_id)
    if not versions:
        raise NotFound
    newest, counts = versions[0], _add_up(versions)
    xml = engine.get_diagram(newest.key)
    badges = _badges(counts, xml)
    names = {node.id: node.name for node in read_diagram_text(newest.resource_name, xml.encode()).nodes}
    places = [
        PlaceRow(
            element_id=count.element_id,
            name=names.get(count.element_id) or "",
            active=count.active,
            incidents=count.incidents,
            badge=badges.get(count.element_id),
        )
        for count in counts
    ]
    return ProcessOverview(
        newest, versions, xml, places, diagram_data(xml, counts, DiagramMarks(badges=badges))
    )


def _add_up(versions: Sequence[DefinitionView]) -> list[ElementCount]:
    """Tokens of all running instances, also at elements that only an earlier version has; what has passed is not counted."""
    active: Counter[str] = Counter()
    incidents: Counter[str] = Counter()
    for version in versions:
        for count in monitor().list_waiting_counts(version.key):
            active[count.element_id] += count.active
            incidents[count.element_id] += count.incidents
    return [
        ElementCount(element_id, active[element_id], 0, 0, incidents[element_id])
        for element_id in active
        if active[element_id] or incidents[element_id]
    ]


def _badges(counts: Sequence[ElementCount], xml: str) -> dict[str, Badge]:
    """Of calls that watch a limit the worst rung there; a wait of the watch itself is one rung."""
    badges = clock_badges(list_due_clocks(make_unit(), current_actor()), xml)
    waits = {wait.value: rung for wait, rung in RUNG_OF_WAIT.items()}
    for count in counts:
        if rung := waits.get(count.element_id):
            badges[count.element_id] = Badge(rung, max(count.active, 1))
    return badges
