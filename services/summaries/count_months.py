"""Counts all cases month by month, batch by batch: what came in, what was closed, and what came of it.

Of the database alone: a summary is an official statement and must be the same whatever is kept beside it for speed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from models.case.complaint import Complaint
from models.clock.legal_time import at_time, beijing_date
from services.summaries.count_case import CaseFacts, count_case
from services.summaries.figures import Counts
from services.summaries.period import move
from services.summaries.read_cases import CASE_COLUMNS, read_facts
from services.unit_of_work import Unit, UnitFactory

# Read and let go of together: memory does not grow with the office.
CASES_AT_ONCE = 1_000


def find_first_day(unit: Unit) -> date | None:
    """The Beijing day of the first complaint that the office received; None where there is none."""
    first = unit.session.scalar(select(func.min(Complaint.received_at)))
    return None if first is None else beijing_date(first)


def count_months(months: Collection[date], make_unit: UnitFactory) -> Mapping[date, Counts]:
    """The counts of each of these months (their first days); a case counts where it came in and where it was closed.

    Each batch is read in a look of its own, so that nobody waits for it.
    """
    counted: defaultdict[date, Counts] = defaultdict(Counter)
    if not months:
        return counted
    wanted = frozenset(months)
    for facts in _read_all(min(wanted), max(wanted), make_unit):
        for month, key, number in count_case(facts):
            if month in wanted:
                counted[month][key] += number
    return counted


def _read_all(first: date, last: date, make_unit: UnitFactory) -> Iterator[CaseFacts]:
    since, until = at_time(first, "00:00"), at_time(move(last, 1), "00:00")
    came = Complaint.received_at.between(since, until)
    query = select(*CASE_COLUMNS).where(came | Complaint.closed_at.between(since, until))
    after = ""
    while True:
        with make_unit().reading() as unit:
            part = query.where(Complaint.id > after).order_by(Complaint.id).limit(CASES_AT_ONCE)
            rows: list[Row[Any]] = list(unit.session.execute(part))
            facts = read_facts(rows, unit)
        yield from facts
        if len(rows) < CASES_AT_ONCE:
            return
        after = rows[-1].id
