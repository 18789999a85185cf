"""One process over all its instances: how many tokens stand where, the rungs of what it watches, how long steps take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.context import current_actor, make_unit, monitor
from api.i18n import gettext
from api.staff.durations import Duration, Durations, measure_durations
from api.staff.instance_diagram import Badge, DiagramMarks, clock_badges, diagram_data, find_focus
from api.staff.timer_chips import read_nodes
from bpmn.names import DeadlineWatchElement
from models.case.lifecycle import Rung
from models.ground.errors import NotFound
from models.office.process_proposal import ProcessProposal
from services.ports.monitor import DefinitionView, ElementCount
from services.proposals.read_proposals import list_at_diagram
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
    duration: Duration | None


@dataclass(frozen=True, slots=True)
class ProcessOverview:
    """The diagram of one version with the tokens of all versions on it, and how long the steps of that one take."""

    newest: DefinitionView
    shown: DefinitionView
    versions: Sequence[DefinitionView]
    durations: Durations
    xml: str
    places: Sequence[PlaceRow]
    proposals: Sequence[ProcessProposal]
    diagram: dict[str, object]


def get_process_overview(process_id: str, version: int | None = None) -> ProcessOverview:
    """NotFound for a process or a version that was never deployed; without `version` the newest."""
    engine = monitor()
    versions = engine.list_versions(process_id)
    if not versions:
        raise NotFound
    newest, counts = versions[0], _add_up(versions)
    shown = next((item for item in versions if version in (None, item.version)), None)
    if shown is None:
        raise NotFound
    xml = engine.get_diagram(shown.key)
    badges, durations = _badges(counts, xml), measure_durations(shown.key)
    nodes = read_nodes(xml)
    proposals = list_at_diagram(process_id, make_unit(), current_actor())
    marks = DiagramMarks(
        badges=badges,
        heat={row.element_id: (row.heat, row.label) for row in durations.rows},
        focus=find_focus(nodes, counts),
        proposals=_mark_proposals(proposals),
    )
    places = _places(counts, badges, durations, {node.id: node.name for node in nodes})
    data = diagram_data(xml, counts, marks)
    return ProcessOverview(newest, shown, versions, durations, xml, places, proposals, data)


def _mark_proposals(rows: Sequence[ProcessProposal]) -> dict[str, tuple[str, str]]:
    """By element a short mark with how many there are; steps that are gone stand in the list alone."""
    numbers = Counter(row.element_id for row in rows)
    return {
        element_id: (
            gettext("proposals: %(n)d", n=number),
            gettext("%(n)d proposals to change this step; the list below tells them", n=number),
        )
        for element_id, number in numbers.items()
    }


def _places(
    counts: Sequence[ElementCount],
    badges: Mapping[str, Badge],
    durations: Durations,
    names: Mapping[str, str],
) -> list[PlaceRow]:
    """Those with tokens first, then those that were only measured, the slowest first."""
    measured = {row.element_id: row for row in durations.rows}
    standing = {count.element_id: count for count in counts}
    order = dict.fromkeys([*standing, *measured])
    return [
        PlaceRow(
            element_id=element_id,
            name=names.get(element_id) or (measured[element_id].name if element_id in measured else ""),
            active=standing[element_id].active if element_id in standing else 0,
            incidents=standing[element_id].incidents if element_id in standing else 0,
            badge=badges.get(element_id) if element_id in standing else None,
            duration=measured.get(element_id),
        )
        for element_id in order
    ]


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
