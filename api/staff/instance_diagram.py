"""What the diagram of an instance shows, as data for the script and as rows for the table beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from api.i18n import code_text, gettext
from models.case.lifecycle import ClockKind, Rung
from services.clocks.owner_watches import list_owner_watches
from services.ports.monitor import ElementCount, ElementInstanceView

# A limit is one word: `referral_sign_off` is watched by `Call_WatchReferralSignOff`.
WATCH_OF_KIND: dict[ClockKind, str] = {
    kind: f"Call_Watch{kind.value.title().replace('_', '')}"
    for kind in ClockKind
    if kind is not ClockKind.OWNER_LIMIT
}
# The worst first; a stopped clock only shows where none of its kind runs.
_WORST_FIRST = (Rung.SUPERVISED, Rung.OVER, Rung.NEAR, Rung.PAUSED, Rung.WITHIN, Rung.STOPPED)


class ClockView(Protocol):
    """What a badge asks of a clock."""

    @property
    def kind(self) -> ClockKind: ...
    @property
    def limit_key(self) -> str | None: ...
    @property
    def rung(self) -> Rung: ...


@dataclass(frozen=True, slots=True)
class Badge:
    """What the clocks that one element watches come to: the worst rung, and how many stand there."""

    rung: Rung
    number: int


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
    badge: Badge | None


def clock_badges(clocks: Sequence[ClockView], xml: str) -> dict[str, Badge]:
    """The worst rung among the clocks of each limit, by the element of the diagram that watches them."""
    owners_watches, rungs = list_owner_watches(xml), defaultdict[str, list[Rung]](list)
    for clock in clocks:
        watch = owners_watches.get(clock.limit_key) if clock.limit_key else WATCH_OF_KIND.get(clock.kind)
        if watch is not None:
            rungs[watch].append(clock.rung)
    return {watch: _badge(found) for watch, found in rungs.items()}


def _badge(rungs: list[Rung]) -> Badge:
    worst = next(rung for rung in _WORST_FIRST if rung in rungs)
    # Of ended clocks of earlier rounds the number says nothing.
    return Badge(worst, 1 if worst is Rung.STOPPED else rungs.count(worst))


def element_table(
    elements: Sequence[ElementInstanceView], counts: Sequence[ElementCount], badges: dict[str, Badge]
) -> list[ElementRow]:
    """A row per element in the order they were first reached; elements without a token are left out."""
    by_id = {count.element_id: count for count in counts}
    first: dict[str, ElementInstanceView] = {}
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
            badge=badges.get(element_id),
        )
        for element_id, element in first.items()
        if element_id in by_id
    ]


def diagram_data(
    xml: str, counts: Sequence[ElementCount], taken: Sequence[str], badges: dict[str, Badge]
) -> dict[str, object]:
    """What web/monitor/monitor.js draws; clocks are shown only on elements that hold or held a token."""
    reached = {count.element_id for count in counts}
    return {
        "xml": xml,
        "words": {
            "active": gettext("Waiting here"),
            "completed": gettext("Done"),
            "canceled": gettext("Cancelled"),
            "incidents": gettext("Incidents"),
        },
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
            {"elementId": element_id, "rung": badge.rung.value, "label": _label(badge)}
            for element_id, badge in badges.items()
            if element_id in reached
        ],
    }


def _label(badge: Badge) -> str:
    name = code_text("rung", badge.rung)
    return name if badge.number == 1 else f"{name} ×{badge.number}"
