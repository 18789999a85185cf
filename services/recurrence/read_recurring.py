"""What recurs, as supervisors and directors read it: each of the complaints that are not kept from him."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.recurrence.find_recurring import RecurringGroup, begin_of_year, find_recurring
from services.recurrence.occurrences import GroupKey, RecursBy
from services.recurrence.recurrence_rule import Rule, find_rule
from services.unit_of_work import UnitOfWork

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class AskedRecurrence:
    """By what complaints are the same, of one unit or all; `after` is the last of the page before."""

    by: RecursBy = RecursBy.PROBLEM
    unit: str = ""
    after: tuple[int, int, GroupKey] | None = None


@dataclass(frozen=True, slots=True)
class RecurrencePage:
    """`groups` of this page; `number` of all pages. `since` is the first day that is looked at."""

    groups: Sequence[RecurringGroup]
    number: int
    has_more: bool
    rule: Rule
    since: date
    read_at: datetime

    def goes_on(self, group: RecurringGroup) -> bool:
        """Whether one found true came in within the last days of the rule."""
        return (beijing_date(self.read_at) - group.newest).days < self.rule.within_days


def read_recurring(asked: AskedRecurrence, unit_of_work: UnitOfWork, actor: Actor) -> RecurrencePage:
    """NotPermitted for others than supervisors and directors."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        rule = find_rule(unit)
        found = find_recurring(rule, asked.by, [~must_keep_away(login, unit)], unit)
        groups = [group for group in found if asked.unit in ("", group.key.unit)]
        rest = [group for group in groups if asked.after is None or group.order > asked.after]
        since, now = beijing_date(begin_of_year(unit)), unit.clock.now()
    return RecurrencePage(rest[:AT_ONCE], len(groups), len(rest) > AT_ONCE, rule, since, now)
