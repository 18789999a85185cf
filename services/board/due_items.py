"""Everything that somebody waits for until a moment, as one query: running limits and open windows.

Figures, pages and exports all ask this one, so that a number counts exactly the rows that its link shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    SelectBase,
    String,
    Subquery,
    and_,
    case,
    cast,
    false,
    literal,
    null,
    select,
    true,
    type_coerce,
    union_all,
)

from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Rung
from models.clock.clock import Clock
from services.access.kept_away import is_kept_away
from services.clocks.office_ladder import load_ladder
from services.clocks.rung_column import is_over, rung_column
from services.requests.request_kind import Window
from services.unit_of_work import Unit
from services.views.open_windows import list_windows

CLOCK, WINDOW = "clock_kind", "window_kind"


@dataclass(frozen=True, slots=True)
class DueItems:
    """The query and its columns; `condition` is what this person may know of.

    `parts` are the same items kind by kind: each can be read in order by an index of its table, all together cannot.
    """

    rows: Subquery
    condition: ColumnElement[bool]
    parts: tuple[DueItems, ...] = ()

    def select(self, *columns: Any) -> Select[Any]:
        """These columns of the visible items, of any type."""
        return select(*columns).select_from(self.rows).where(self.condition)

    def select_with_case(self, *columns: Any) -> Select[Any]:
        """As select, with columns of their cases."""
        return self.select(*columns).join(Complaint, Complaint.id == self.rows.c.complaint_id)


def due_items(login: str, unit: Unit) -> DueItems:
    """All items of all cases that are not kept from this person; a few short statements ask for calendar and rules.

    A window has no ladder: it is open, or over until it is checked. `is_late`: its moment has passed and it does not
    stand still, supervised or not.
    """
    now = unit.clock.now()
    parts = [_clocks(now, unit), *_windows(now)]
    alone = tuple(_visible(part, login, unit) for part in parts)
    return replace(_visible(union_all(*parts), login, unit), parts=alone)


def _visible(query: SelectBase, login: str, unit: Unit) -> DueItems:
    rows = query.subquery("due_item")
    return DueItems(rows, ~is_kept_away(rows.c.complaint_id, login, unit))


def _clocks(now: datetime, unit: Unit) -> Select[Any]:
    rung = rung_column(load_ladder(unit.session), now, unit.session)
    inner = (
        select(
            literal(CLOCK, String).label("kind_group"),
            type_coerce(Clock.kind, String).label("kind"),
            Clock.id.label("key"),
            Clock.complaint_id.label("complaint_id"),
            Clock.due_at.label("due_at"),
            rung.label("rung"),
            Clock.round.label("round"),
            Clock.is_provisional.label("is_provisional"),
            Clock.subject_id.label("subject_id"),
        )
        .where(Clock.stopped_at.is_(None))
        .subquery("running_clock")
    )
    is_late = and_(is_over(inner.c.due_at, now), inner.c.rung != Rung.PAUSED.value)
    return select(*inner.c, _as_boolean(is_late).label("is_late"))


def _windows(now: datetime) -> list[Select[Any]]:
    return [_window(kind.table, window, now) for kind, window in list_windows()]


def _window(table: type[SideRequest], window: Window, now: datetime) -> Select[Any]:
    end: ColumnElement[datetime] = getattr(table, window.ends_at)
    has_ended = end < now
    query = select(
        literal(WINDOW, String).label("kind_group"),
        literal(window.name, String).label("kind"),
        table.id.label("key"),
        table.complaint_id,
        end.label("due_at"),
        case((has_ended, literal(Rung.OVER.value, String)), else_=literal(Rung.WITHIN.value, String)).label(
            "rung"
        ),
        table.round,
        false().label("is_provisional"),
        cast(null(), String).label("subject_id"),
        _as_boolean(has_ended).label("is_late"),
    ).where(table.state == RequestState.OPEN, end.is_not(None))
    return query if window.is_waiting is None else query.where(window.is_waiting())


def _as_boolean(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A column of both databases, of which none is unknown."""
    return type_coerce(case((condition, true()), else_=false()), Boolean)
