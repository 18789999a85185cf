"""Reads timer values: dates, durations and cycles, as moments when they are due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.model.bounds import MAX_INT32, find_whole, shortened
from engine.model.cron import Cron, parse_cron
from engine.model.elements import TimerKind
from engine.model.intervals import Interval, TimerRefused, checked_length, parse_interval, parse_moment

FOREVER: Final = -1


@dataclass(frozen=True, slots=True)
class Cycle:
    """`repetitions` is the number of firings in all, FOREVER for no end; `starts_at` None means now."""

    repetitions: int
    starts_at: int | None
    step: Interval | Cron

    @property
    def is_by_calendar(self) -> bool:
        """True for a cron text, which never counts its firings."""
        return isinstance(self.step, Cron)


@dataclass(frozen=True, slots=True)
class FirstFiring:
    """When a timer fires first; `cycle` is its text, None for one shot."""

    due_at: int
    repetitions: int = 1
    cycle: str | None = None


def parse_cycle(text: str) -> Cycle:
    """Read `R3/PT1H`, `R/start/PT1H` or a cron text; raises TimerRefused."""
    if not checked_length(text).startswith("R"):
        return Cycle(FOREVER, None, parse_cron(text))
    parts = text.split("/")
    count = parts[0][1:]
    repetitions = find_whole(count) if count else FOREVER
    if len(parts) not in (2, 3) or (count and not count.isdecimal()):
        raise TimerRefused(f"'{shortened(text)}' is not an ISO 8601 cycle")
    if repetitions is None:
        raise TimerRefused(f"cycle '{shortened(text)}' repeats more often than {MAX_INT32} times")
    starts_at = parse_moment(parts[1]) if len(parts) == 3 else None
    step = parse_interval(parts[-1])
    # A step that does not lead forward would fire for ever at one moment.
    if step.months < 0 or step.milliseconds < 0 or step == Interval(0, 0):
        raise TimerRefused(f"the interval of cycle '{shortened(text)}' must be longer than 0")
    return Cycle(repetitions, starts_at, step)


def first_firing(kind: TimerKind, text: str, now_ms: int) -> FirstFiring:
    """When a timer that is set now fires first; raises TimerRefused for a value of another shape."""
    if kind is TimerKind.DATE:
        return FirstFiring(parse_moment(text))
    if kind is TimerKind.DURATION:
        return FirstFiring(parse_interval(text).after(now_ms))
    cycle = parse_cycle(text)
    # A start that has passed is now: what would have fired since then was missed.
    due_at = max(cycle.starts_at, now_ms) if cycle.starts_at is not None else cycle.step.after(now_ms)
    return FirstFiring(due_at, cycle.repetitions, text)


def next_firing(cycle: Cycle, due_at: int, now_ms: int) -> int:
    """The firing after one that was due at that moment and happens now; those missed in between are left out.

    An interval is counted from the due moment, so that a cycle does not drift, and from now when that has passed
    as well; a cron text is asked for the moment that follows now.
    """
    if isinstance(cycle.step, Cron):
        return cycle.step.after(now_ms)
    following = cycle.step.after(due_at)
    return following if following > now_ms else cycle.step.after(now_ms)


def check_static(kind: TimerKind, text: str) -> None:
    """Raise TimerRefused for a static value that no firing can be computed from."""
    first_firing(kind, text, 0)


__all__ = [
    "FOREVER",
    "Cycle",
    "FirstFiring",
    "TimerRefused",
    "check_static",
    "first_firing",
    "next_firing",
    "parse_cycle",
]
