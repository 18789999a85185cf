"""The legal dates of a case in the words of the samples: as first counted, and after pauses and an extension."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.case.lifecycle import ClockKind

Json = Mapping[str, Any]


def story_clock_of(case: Json) -> dict[str, Any]:
    """Beijing days of the first round, as ISO text; None for what is not reached or was not moved.

    `case` is the case file of the API, whose moments carry the offset of the legal zone.
    """
    acceptance, resolve = _find_first(case, ClockKind.ACCEPTANCE), _find_first(case, ClockKind.RESOLVE)
    return {
        "effective_received": case["effective_received"],
        "acceptance_due": _day(acceptance, "original_due_at"),
        "acceptance_due_after_supplement_pause": _moved(acceptance),
        "accepted_on": _day(case, "accepted_at"),
        "limit_workdays": None if resolve is None else resolve["amount"],
        "resolve_due": _day(resolve, "original_due_at"),
        "resolve_due_after_pauses_and_extension": _moved(resolve),
        "paused": [] if resolve is None else list(resolve["pauses"]),
    }


def _day(row: Json | None, moment: str) -> str | None:
    told = None if row is None else row[moment]
    return None if told is None else datetime.fromisoformat(told).date().isoformat()


def _moved(clock: Json | None) -> str | None:
    return None if clock is None or clock["due_at"] == clock["original_due_at"] else _day(clock, "due_at")


def _find_first(case: Json, kind: ClockKind) -> Json | None:
    """The clock that was opened first; one that opened again for the same receipt was stopped later or runs."""
    return min(
        (clock for clock in case["clocks"] if clock["kind"] == kind.value),
        key=lambda clock: (
            clock["round"],
            clock["stopped_at"] is None,
            datetime.fromisoformat(clock["stopped_at"] or clock["opened_at"]),
        ),
        default=None,
    )
