"""What a due list is narrowed to, and the same of a figure that leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, select

from models.case.complaint import Complaint
from models.case.lifecycle import Rung, Stage
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import Category
from services.board.due_items import DueItems
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import Unit

# Of a select: cases that no unit or nobody handles yet.
NOBODY = "none"
SOON_WORKDAYS = 3


class Urgency(StrEnum):
    """How near something is, as people ask for it; `late` is over and supervised together."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    NEAR = Rung.NEAR.value
    OVER = Rung.OVER.value
    SUPERVISED = Rung.SUPERVISED.value
    PAUSED = Rung.PAUSED.value
    WITHIN = Rung.WITHIN.value


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Each None or empty takes everything; `text` is any part of a number, `kind` `clock_kind.resolve` or alike."""

    urgency: Urgency | None = None
    unit: str = ""
    handler: str = ""
    stage: Stage | None = None
    kind: str = ""
    category: Category | None = None
    text: str = ""

    def conditions(self, items: DueItems, unit: Unit) -> ColumnElement[bool]:
        """Everything that is chosen at once; what is asked of the case asks for it by its id."""
        of_items = list(self._list_of_items(items, unit))
        if of_case := list(self._list_of_case()):
            of_items.append(items.rows.c.complaint_id.in_(select(Complaint.id).where(*of_case)))
        return and_(True, *of_items)

    def _list_of_items(self, items: DueItems, unit: Unit) -> Iterator[ColumnElement[bool]]:
        if self.urgency is not None:
            yield urgency_condition(self.urgency, items, unit)
        if self.kind:
            yield (items.rows.c.kind_group + "." + items.rows.c.kind) == self.kind

    def _list_of_case(self) -> Iterator[ColumnElement[bool]]:
        if self.unit:
            yield _is(Complaint.handling_unit, self.unit)
        if self.handler:
            yield _is(Complaint.handler_id, self.handler)
        if self.stage is not None:
            yield Complaint.stage == self.stage
        if self.category is not None:
            yield Complaint.category == self.category
        if text := self.text.strip().upper():
            yield Complaint.number.contains(text, autoescape=True)


def urgency_condition(urgency: Urgency, items: DueItems, unit: Unit) -> ColumnElement[bool]:
    """Of an item: `today` and `soon` are not late yet and run; `soon` counts today and the two working days after it."""
    rows, now = items.rows.c, unit.clock.now()
    if urgency is Urgency.LATE:
        return rows.is_late.is_(True)
    if urgency in (Urgency.TODAY, Urgency.SOON):
        end = _end_of_today(now) if urgency is Urgency.TODAY else _end_of_soon(now, unit)
        return and_(rows.is_late.is_(False), rows.rung != Rung.PAUSED.value, rows.due_at <= end)
    return rows.rung == urgency.value


def _is(column: SQLColumnExpression[str | None], value: str) -> ColumnElement[bool]:
    return column.is_(None) if value == NOBODY else func.coalesce(column, "") == value


def _end_of_today(now: datetime) -> datetime:
    return at_time(beijing_date(now), "24:00")


def _end_of_soon(now: datetime, unit: Unit) -> datetime:
    """The end of the third working day, today among them when it is one."""
    calendar, today = load_ladder(unit.session).calendar, beijing_date(now)
    further = SOON_WORKDAYS - (1 if calendar.is_workday(today) else 0)
    return at_time(calendar.add_workdays(today, further), "24:00")
