"""Problems that several units have in common (共性问题): found true at each of them again, over all complaints of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import case, distinct, func, select

from models.case.complaint import Complaint
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import Role
from services.access.kept_away import select_kept_away
from services.actor import Actor, require_role
from services.recurrence.find_recurring import begin_of_year
from services.recurrence.occurrences import RecursBy, select_found
from services.unit_of_work import Unit, UnitOfWork

# What one unit has once may be chance; what three have twice each lies in no single one of them.
LEAST_UNITS, LEAST_AT_EACH = 3, 2
LATELY = timedelta(days=90)
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class AtUnit:
    """Complaints found true, at least in part, at one unit in the year: all, in the last 90 days, and in the 90 before."""

    unit: str
    true: int
    lately: int
    before: int
    items: int


@dataclass(frozen=True, slots=True)
class CommonProblem:
    """A problem type or a main cause by its code, with the units that have it, those with the most first."""

    code: str
    units: Sequence[AtUnit]

    @property
    def shared_by(self) -> int:
        """How many units have it again."""
        return sum(unit.true >= LEAST_AT_EACH for unit in self.units)

    @property
    def true(self) -> int:
        """Of all units; a complaint about two of them stands at both."""
        return sum(unit.true for unit in self.units)

    @property
    def lately(self) -> int:
        """The same of the last 90 days."""
        return sum(unit.lately for unit in self.units)

    @property
    def before(self) -> int:
        """The same of the 90 days before."""
        return sum(unit.before for unit in self.units)

    @property
    def items(self) -> int:
        """How many service items of all units it was found at."""
        return sum(unit.items for unit in self.units)


@dataclass(frozen=True, slots=True)
class CommonPage:
    """Those that the most units have first; `since` is the first day that is looked at."""

    problems: Sequence[CommonProblem]
    number: int
    since: date


def read_common(by: RecursBy, unit_of_work: UnitOfWork, actor: Actor) -> CommonPage:
    """NotPermitted for others than supervisors and directors; without what the reader must keep away from."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        begin = begin_of_year(unit)
        found = [one for one in _count(by, begin, login, unit) if one.shared_by >= LEAST_UNITS]
    found.sort(key=lambda one: (-one.shared_by, -one.true, one.code))
    return CommonPage(found[:MOST_SHOWN], len(found), beijing_date(begin))


def _count(by: RecursBy, begin: datetime, login: str, unit: Unit) -> list[CommonProblem]:
    """One statement, in which the database counts; a row for each code and unit comes back."""
    found = select_found(by, begin, [Complaint.id.not_in(select_kept_away(login, unit))])
    lately = at_time(beijing_date(unit.clock.now()) - LATELY, "00:00")
    before = at_time(beijing_date(unit.clock.now()) - 2 * LATELY, "00:00")
    at, complaint = found.c.received_at, found.c.complaint
    is_before = (at < lately) & (at >= before)
    query = (
        select(
            found.c.code,
            found.c.unit,
            func.count(distinct(complaint)),
            func.count(distinct(case((at >= lately, complaint)))),
            func.count(distinct(case((is_before, complaint)))),
            func.count(distinct(func.nullif(found.c.item, ""))),
        )
        .group_by(found.c.code, found.c.unit)
        .order_by(found.c.code)
    )
    rows = groupby(unit.session.execute(query), key=lambda row: str(row[0]))
    return [
        CommonProblem(code, sorted((AtUnit(*row[1:]) for row in told), key=lambda one: (-one.true, one.unit)))
        for code, told in rows
    ]
