"""What a diagram of the monitor shows, as data for the script; the list beside it says the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from api.i18n import code_text, gettext
from api.moments import moment
from api.staff.timer_chips import TimerChip
from bpmn.diagram import Node
from bpmn.names import ProcessId
from models.case.lifecycle import WATCHED_ALONE, ClockKind, Rung
from services.clocks.owner_watches import list_owner_watches
from services.ports.monitor import ElementCount

# A limit is one word: `referral_sign_off` is watched by `Call_WatchReferralSignOff`.
WATCH_OF_KIND: dict[ClockKind, str] = {
    kind: f"Call_Watch{kind.value.title().replace('_', '')}"
    for kind in ClockKind
    if kind is not ClockKind.OWNER_LIMIT and kind not in WATCHED_ALONE
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
    @property
    def due_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Badge:
    """What the clocks that one element watches come to: the worst rung, how many stand there, the nearest due moment."""

    rung: Rung
    number: int
    due_at: datetime | None = None


def clock_badges(clocks: Sequence[ClockView], xml: str) -> dict[str, Badge]:
    """The worst rung among the clocks of each limit, by the element of the diagram that watches them."""
    owners_watches, watched = list_owner_watches(xml), defaultdict[str, list[ClockView]](list)
    for clock in clocks:
        watch = owners_watches.get(clock.limit_key) if clock.limit_key else WATCH_OF_KIND.get(clock.kind)
        if watch is not None:
            watched[watch].append(clock)
    return {watch: _badge(found) for watch, found in watched.items()}


def _badge(clocks: list[ClockView]) -> Badge:
    rungs = [clock.rung for clock in clocks]
    worst = next(rung for rung in _WORST_FIRST if rung in rungs)
    if worst is Rung.STOPPED:
        # Of ended clocks of earlier rounds neither the number nor the moment says anything.
        return Badge(worst, 1)
    return Badge(worst, rungs.count(worst), min(clock.due_at for clock in clocks if clock.rung is worst))


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramMarks:
    """What is drawn beside the numbers of tokens.

    `taken` are the flows that were taken; `labels` the elements that can be chosen, in the order of the list, with what is
    read out of each; `heat` a step of 1 to 5 and its words; `proposals` a short mark and its words; `focus` the step that
    is seen first.
    """

    badges: Mapping[str, Badge]
    taken: Sequence[str] = ()
    timers: Sequence[TimerChip] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    heat: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    proposals: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    focus: str | None = None


def diagram_data(xml: str, counts: Sequence[ElementCount], marks: DiagramMarks) -> dict[str, object]:
    """What web/monitor/monitor.js draws; clocks are shown only on elements that hold or held a token."""
    reached = {count.element_id for count in counts}
    return {
        "xml": xml,
        "focus": marks.focus,
        "words": {
            "active": gettext("Waiting here"),
            "completed": gettext("Done"),
            "canceled": gettext("Cancelled"),
            "incidents": gettext("Incidents"),
            "broken": gettext("The diagram cannot be drawn; the list below says the same."),
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
        "taken": list(marks.taken),
        "clocks": [
            {"elementId": element_id, "rung": badge.rung.value, "label": _label(badge)}
            for element_id, badge in marks.badges.items()
            if element_id in reached
        ],
        "timers": [{"elementId": chip.element_id, "label": timer_text(chip)} for chip in marks.timers],
        "labels": [{"elementId": name, "label": label} for name, label in marks.labels.items()],
        "proposals": [
            {"elementId": name, "mark": mark, "label": label}
            for name, (mark, label) in marks.proposals.items()
        ],
        "heat": [
            {"elementId": name, "step": step, "label": label} for name, (step, label) in marks.heat.items()
        ],
    }


def find_focus(nodes: Sequence[Node], counts: Sequence[ElementCount]) -> str | None:
    """What has to be seen first: an incident, else the step where most waits; of a stage and a step in it, the step.

    Calls that watch a limit run beside the work and come last.
    """
    waiting = {count.element_id: count for count in counts if count.active or count.incidents}
    by_id = {node.id: node for node in nodes if node.id in waiting}
    stages = {node.parent for node in by_id.values()}

    def weight(node: Node) -> tuple[bool, bool, bool, int]:
        count = waiting[node.id]
        is_watch = node.called_process == ProcessId.DEADLINE_WATCH.value
        return count.incidents > 0, node.id not in stages, not is_watch, count.active

    return max(by_id.values(), key=weight).id if by_id else None


def timer_text(chip: TimerChip) -> str:
    """When it fires, in words."""
    if chip.at is None:
        return gettext("waits; when, its diagram computes")
    return gettext("fires %(moment)s", moment=moment(chip.at))


def _label(badge: Badge) -> str:
    name = code_text("rung", badge.rung)
    label = name if badge.number == 1 else f"{name} ×{badge.number}"
    return label if badge.due_at is None else f"{label} · {moment(badge.due_at)[5:]}"
