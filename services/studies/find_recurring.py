"""What comes again by the office's rule and is not yet under study: a problem as it was found, or a main cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from models.clock.legal_time import beijing_date
from models.ground.codes import Category
from models.office.study import Study
from services.access.restricted import is_restricted
from services.recurrence.find_recurring import RecurringGroup, begin_of_year, find_group
from services.recurrence.occurrences import GroupKey, OccurrencesAsked, list_occurrences
from services.recurrence.recurrence_rule import find_rule
from services.studies.subject import Subject
from services.unit_of_work import Unit

# At one look; the next takes what is left.
MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Recurring:
    """One thing that comes again, and the days in which it did."""

    subject: Subject
    since: date
    until: date


def list_recurring(unit: Unit) -> Sequence[Recurring]:
    """Those of which no study runs, and which came again as often since the last study of them was decided.

    Those with the most come first. What is about no service item, such as how people are spoken to, is studied of its unit as a
    whole. Two statements, however many groups there are.
    """
    rule, studied = find_rule(unit), _list_studied(unit)
    asked = OccurrencesAsked(begin_of_year(unit), rule.least_complaints)
    found: list[tuple[RecurringGroup, date]] = []
    for key, told in list_occurrences(asked, [~is_restricted()], unit):
        ended = studied.get(key, date.min)
        if ended is None:
            continue
        group = find_group(key, [row for row in told if row.day > ended], rule)
        if group is not None:
            # As many days as the rule has, so that those before and those up to today can be compared with them.
            since = group.last - timedelta(days=rule.within_days - 1)
            found.append((group, since if ended < since else ended + timedelta(days=1)))
    found.sort(key=lambda pair: pair[0].order)
    return [Recurring(_subject_of(group.key), since, group.last) for group, since in found[:MOST_AT_ONCE]]


def _subject_of(key: GroupKey) -> Subject:
    return Subject(key.unit, key.item, Category(key.problem) if key.problem else None, key.cause)


def _list_studied(unit: Unit) -> Mapping[GroupKey, date | None]:
    """The day on which the last study of each was decided; None while one runs."""
    rows = unit.session.execute(
        select(Study.unit, Study.item, Study.category, Study.cause, Study.ended_at)
        .where(or_(Study.ended_at.is_(None), Study.ended_at >= begin_of_year(unit)))
        .order_by(Study.ended_at.is_(None), Study.ended_at)
    )
    return {
        GroupKey(code or "", item or "", category or "", cause or ""): ended_at and beijing_date(ended_at)
        for code, item, category, cause, ended_at in rows
    }
