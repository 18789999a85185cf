"""Clocks and windows in one order: both are something that somebody waits for until a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.case.lifecycle import ClockKind, Rung
from services.actor import Actor
from services.unit_of_work import UnitOfWork
from services.views.due_clocks import DueClock, list_due_clocks
from services.views.open_windows import OpenWindow, list_open_windows, list_windows

# What may be chosen: the kind of text in the catalogue and the code.
KINDS: tuple[tuple[str, str], ...] = (
    *(("clock_kind", kind.value) for kind in ClockKind),
    *(("window_kind", window.name) for _, window in list_windows()),
)


@dataclass(frozen=True, slots=True)
class DueRow:
    """One line; `group` clock_kind or window_kind. A window has no ladder: it is open, or over until it is checked.

    `limit_key` tells limits of the office's own apart, `late_reason` is the code of an extension that came too late.
    """

    group: str
    kind: str
    complaint_id: str
    number: str
    due_at: datetime
    rung: Rung
    seconds_left: float
    is_provisional: bool
    unit: str | None
    handler_name: str | None
    limit_key: str | None = None
    late_reason: str | None = None

    @property
    def kind_key(self) -> str:
        """What the filter names the kind by."""
        return f"{self.group}.{self.kind}"


def list_due_rows(make_unit: Callable[[], UnitOfWork], actor: Actor) -> list[DueRow]:
    """Every running clock and open window that this person may see, the nearest first."""
    rows = [_of_clock(clock) for clock in list_due_clocks(make_unit(), actor)]
    rows += [_of_window(window) for window in list_open_windows(make_unit(), actor)]
    return sorted(rows, key=lambda row: row.due_at)


def _of_clock(clock: DueClock) -> DueRow:
    return DueRow(
        group="clock_kind",
        kind=clock.kind.value,
        complaint_id=clock.complaint_id,
        number=clock.number,
        due_at=clock.due_at,
        rung=clock.rung,
        seconds_left=clock.seconds_left,
        is_provisional=clock.is_provisional,
        unit=clock.unit,
        handler_name=clock.handler_name,
        limit_key=clock.limit_key,
        late_reason=clock.late_reason,
    )


def _of_window(window: OpenWindow) -> DueRow:
    return DueRow(
        group="window_kind",
        kind=window.kind,
        complaint_id=window.complaint_id,
        number=window.number,
        due_at=window.ends_at,
        rung=Rung.OVER if window.seconds_left < 0 else Rung.WITHIN,
        seconds_left=window.seconds_left,
        is_provisional=False,
        unit=window.unit,
        handler_name=window.handler_name,
    )
