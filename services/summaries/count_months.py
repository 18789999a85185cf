"""Counts all cases month by month, batch by batch: what came in, what was closed, and what came of it.

Of the database alone: a summary is an official statement and must be the same whatever is kept beside it for speed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import exists, func, select

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.clock.clock import Clock
from models.clock.legal_time import at_time, beijing_date
from services.access.restricted import is_restricted
from services.figures.check import at_moment
from services.figures.read_rows import read_figure_rows
from services.ledger.limits import TOLD_LIMITS
from services.ports.figures import KEY
from services.summaries.count_case import Added, count_case
from services.summaries.figures import Counts
from services.summaries.period import move
from services.summaries.read_limits import read_limits
from services.unit_of_work import Unit, UnitFactory

# Read and let go of together: memory does not grow with the office.
CASES_AT_ONCE = 1_000


def find_first_day(unit: Unit) -> date | None:
    """The Beijing day of the first complaint that the office received; None where there is none."""
    first = unit.session.scalar(select(func.min(Complaint.received_at)))
    return None if first is None else beijing_date(first)


def count_months(
    months: Collection[date], make_unit: UnitFactory, is_ending: Callable[[], bool] = lambda: False
) -> Mapping[date, Counts] | None:
    """The counts of each of these months (their first days); a case counts in up to three of them (count_case).

    Each batch is read in a look of its own, so that nobody waits for it; None where `is_ending` said so before one.
    """
    counted: defaultdict[date, Counts] = defaultdict(Counter)
    if not months:
        return counted
    wanted = frozenset(months)
    for batch in _read_all(min(wanted), max(wanted), make_unit):
        for month, key, number in batch:
            if number and month in wanted:
                counted[month][key] += number
        if is_ending():
            return None
    return counted


def _read_all(first: date, last: date, make_unit: UnitFactory) -> Iterator[Sequence[Added]]:
    since, until = at_time(first, "00:00"), at_time(move(last, 1), "00:00")
    came = Complaint.received_at.between(since, until)
    closed = Complaint.closed_at.between(since, until)
    # What is open counts too: where it was answered, or where its limit was passed.
    answered = exists().where(Answer.complaint_id == Complaint.id, Answer.published_at.between(since, until))
    sent = exists().where(
        AnswerSending.complaint_id == Complaint.id, AnswerSending.sent_at.between(since, until)
    )
    due = exists().where(
        Clock.complaint_id == Complaint.id, Clock.kind.in_(TOLD_LIMITS), Clock.due_at.between(since, until)
    )
    # A summary is read by everybody: what is for named readers alone is in no number of it.
    query = select(Complaint.id).where(came | closed | answered | sent | due, ~is_restricted())
    after = ""
    while True:
        with make_unit().reading() as unit:
            part = query.where(Complaint.id > after).order_by(Complaint.id).limit(CASES_AT_ONCE)
            ids = list(unit.session.scalars(part))
            added = [*_count(ids, unit)] if ids else []
        yield added
        if len(ids) < CASES_AT_ONCE:
            return
        after = ids[-1]


def _count(ids: Sequence[str], unit: Unit) -> Iterator[Added]:
    limits, now = read_limits(ids, unit), unit.clock.now()
    for row in read_figure_rows(ids, unit, has_entries=False):
        yield from count_case(at_moment(row, now), limits[str(row[KEY])])
