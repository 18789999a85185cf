"""Which problems recur by the rule in force: how often, when most, and whether it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement

from models.clock.legal_time import at_time, beijing_date
from services.recurrence.occurrences import GroupKey, Occurrence, OccurrencesAsked, RecursBy, list_occurrences
from services.recurrence.recurrence_rule import Rule
from services.unit_of_work import Unit

# Findings come weeks after the receipt: what recurred is looked for among what came in during a year.
LOOK_BACK_DAYS = 365


@dataclass(frozen=True, slots=True)
class RecurringGroup:
    """`most` complaints found true were received from `first` to `last`, no longer than the rule says.

    `true` are those of the year found true, at least in part, `told` all of the year, `newest` the day of the last of those
    that are true. A group by cause is told only where it is true.
    """

    key: GroupKey
    most: int
    first: date
    last: date
    true: int
    told: int
    newest: date

    @property
    def order(self) -> tuple[int, int, GroupKey]:
        """Those with the most first, then those that happened last."""
        return -self.most, -self.newest.toordinal(), self.key


def find_recurring(
    rule: Rule, by: RecursBy, conditions: Sequence[ColumnElement[bool]], unit: Unit
) -> list[RecurringGroup]:
    """In their order; `conditions` on `complaint` say which count."""
    asked = OccurrencesAsked(begin_of_year(unit), rule.least_complaints, (by,))
    found = list_occurrences(asked, conditions, unit)
    groups = [group for key, told in found if (group := find_group(key, told, rule)) is not None]
    return sorted(groups, key=lambda group: group.order)


def begin_of_year(unit: Unit) -> datetime:
    """The first moment that is looked at now."""
    return at_time(beijing_date(unit.clock.now()) - timedelta(days=LOOK_BACK_DAYS - 1), "00:00")


def find_group(key: GroupKey, told: Sequence[Occurrence], rule: Rule) -> RecurringGroup | None:
    """Where most came in within the days of the rule, the latest time of as many; None where it never was enough."""
    true = [row.day for row in told if row.is_true]
    most, first, last, begin = 0, 0, 0, 0
    for end, day in enumerate(true):
        while (day - true[begin]).days >= rule.within_days:
            begin += 1
        if end - begin + 1 >= most:
            most, first, last = end - begin + 1, begin, end
    if most < rule.least_complaints:
        return None
    return RecurringGroup(
        key, most, true[first], true[last], len(true), sum(row.is_told for row in told), true[-1]
    )
