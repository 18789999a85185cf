"""What one complaint says of one indicator, of a unit or a person, and the days of a period as moments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_

from models.clock.legal_time import at_time
from models.ground.performance_codes import Indicator
from services.ledger.ledger_row import LedgerRow
from services.summaries.period import Period, move


@dataclass(frozen=True, slots=True)
class Fact:
    """One complaint of one indicator, of a unit or (`staff_id`) of a person; `counts`: it earns or costs points."""

    unit_code: str | None
    staff_id: str | None
    indicator: Indicator
    complaint_id: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Window:
    """From the first moment of a period to the one after its last."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies in it."""
        return moment is not None and self.since <= moment < self.until

    def within(
        self, column: SQLColumnExpression[datetime] | SQLColumnExpression[datetime | None]
    ) -> ColumnElement[bool]:
        return and_(column >= self.since, column < self.until)


def window_of(period: Period) -> Window:
    """That of a period."""
    until = move(period.months[-1], 1)
    return Window(at_time(period.begins_on, "00:00"), at_time(until, "00:00"))


def of_handling(row: LedgerRow, indicator: Indicator, *, counts: bool) -> Iterator[Fact]:
    """Of the unit that handled it, and of the person."""
    unit_code, login = row["handling_unit"], row["handler"]
    if unit_code is not None:
        yield Fact(str(unit_code), None, indicator, row.complaint_id, counts)
    if login is not None:
        yield Fact(None, str(login), indicator, row.complaint_id, counts)
