"""Complaints whose rows are read together, and what several columns of them count with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.clock.calendar_days import CalendarYearMissing, WorkCalendar
from services.unit_of_work import Unit

Value = str | int | bool | date | datetime | tuple[str, ...] | None
Values = dict[str, Value]
Counts = Mapping[tuple[str, str], int]
Matters = Mapping[str, Sequence[Matter]]
T = TypeVar("T")
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Batch:
    """Cases of one reading by their id, with the calendar and the moment that they are looked at."""

    cases: Mapping[str, Complaint]
    calendar: WorkCalendar
    now: datetime
    unit: Unit

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the cases."""
        return list(self.cases)

    def count_workdays(self, after: date, through: date) -> int | None:
        """Working days after one day through another; None where the calendar does not reach."""
        try:
            return self.calendar.count_workdays(after, through)
        except CalendarYearMissing:
            return None


def once(codes: Iterable[str | None]) -> tuple[str, ...]:
    """The codes that there are, each once, in the order in which they came."""
    return tuple(dict.fromkeys(str(code) for code in codes if code))


def in_order(codes: Iterable[Code | None], kind: type[Code]) -> tuple[str, ...]:
    """The same in the order of their kind, where nothing tells which came first."""
    found = {code for code in codes if code is not None}
    return tuple(code.value for code in kind if code in found)


def by_case(rows: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """What belongs to each case, in the order in which it came."""
    found: dict[str, list[T]] = {}
    for case, value in rows:
        found.setdefault(case, []).append(value)
    return found
