"""Periods of figures: a month, quarter, half-year, year or any days, and what they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class FigurePeriod:
    """Beijing days, both ends within."""

    begins: date
    ends: date

    @classmethod
    def of_months(cls, year: int, month: int, months: int) -> FigurePeriod:
        """So many whole months from this one on."""
        begins = date(year, month, 1)
        return cls(begins, _add_months(begins, months) - timedelta(days=1))

    @property
    def months(self) -> int | None:
        """How many whole months it is; None where it begins or ends within one."""
        after = self.ends + timedelta(days=1)
        if self.begins.day != 1 or after.day != 1:
            return None
        return (after.year - self.begins.year) * 12 + after.month - self.begins.month

    @property
    def previous(self) -> FigurePeriod:
        """The period before it (环比): as many whole months, or as many days."""
        before = self.begins - timedelta(days=1)
        if self.months is not None:
            return FigurePeriod(_add_months(self.begins, -self.months), before)
        return FigurePeriod(before - (self.ends - self.begins), before)

    @property
    def year_ago(self) -> FigurePeriod:
        """The same days a year before (同比); whole months stay whole in a leap year."""
        begins = _add_months(self.begins, -12)
        if self.months is not None:
            return FigurePeriod(begins, self.begins_after(-12) - timedelta(days=1))
        return FigurePeriod(begins, _add_months(self.ends, -12))

    def days_until(self, today: date) -> int | None:
        """How many days of it have begun, where it has begun and not ended; None else."""
        return (today - self.begins).days + 1 if self.begins <= today < self.ends else None

    def first_days(self, days: int) -> FigurePeriod:
        """So many of its days from its beginning on, or all that it has."""
        return FigurePeriod(self.begins, min(self.ends, self.begins + timedelta(days=days - 1)))

    def begins_after(self, months: int) -> date:
        """The first day after its last whole month, so many months on."""
        return _add_months(self.ends + timedelta(days=1), months)


def _add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
