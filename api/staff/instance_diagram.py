"""What the diagram of an instance shows, as data for the script and as rows for the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.i18n import code_text
from api.monitor_port import CountView, ElementView
from models.lifecycle import ClockKind, Rung
from services.views.case_clocks import ClockLine

WATCH_OF_KIND = {
    ClockKind.ACCEPTANCE: "Call_WatchAcceptance",
    ClockKind.RESOLVE: "Call_WatchResolve",
    ClockKind.INVESTIGATION: "Call_WatchInvestigation",
    ClockKind.FEEDBACK: "Call_WatchFeedback",
    ClockKind.RETURN_VISIT: "Call_WatchReturnVisit",
}


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element that the instance has reached."""

    element_id: str
    name: str
    kind: str
    active: int
    completed: int
    canceled: int
    incidents: int
    rung: Rung | None


def clock_badges(clocks: Sequence[ClockLine]) -> dict[str, Rung]:
    """The rung of the newest clock of each limit, by the element that watches it."""
    return {WATCH_OF_KIND[clock.kind]: clock.rung for clock in clocks}


def element_table(
    elements: Sequence[ElementView], counts: Sequence[CountView], badges: dict[str, Rung]
) -> list[ElementRow]:
    """A row per element in the order they were first reached; elements without a token are left out."""
    by_id = {count.element_id: count for count in counts}
    first: dict[str, ElementView] = {}
    for element in elements:
        first.setdefault(element.element_id, element)
    return [
        ElementRow(
            element_id=element_id,
            name=element.element_name,
            kind=element.element_type,
            active=by_id[element_id].active,
            completed=by_id[element_id].completed,
            canceled=by_id[element_id].canceled,
            incidents=by_id[element_id].incidents,
            rung=badges.get(element_id),
        )
        for element_id, element in first.items()
        if element_id in by_id
    ]


def diagram_data(
    xml: str, counts: Sequence[CountView], taken: Sequence[str], badges: dict[str, Rung]
) -> dict[str, object]:
    """What web/monitor/monitor.js draws; clocks are shown only on elements that hold or held a token."""
    reached = {count.element_id for count in counts}
    return {
        "xml": xml,
        "counts": [
            {
                "elementId": count.element_id,
                "active": count.active,
                "completed": count.completed,
                "canceled": count.canceled,
                "incidents": count.incidents,
            }
            for count in counts
        ],
        "taken": list(taken),
        "clocks": [
            {"elementId": element_id, "rung": rung.value, "label": code_text("rung", rung)}
            for element_id, rung in badges.items()
            if element_id in reached
        ],
    }
