"""Which summaries are to be computed: of periods that ended and have none, those sent back, others to look at again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.summary_codes import PeriodKind, SummaryState
from models.office.periodic_summary import PeriodicSummary
from services.summaries.count_months import find_first_day
from services.summaries.period import Period, list_ended
from services.unit_of_work import Unit

# What ended longer ago is looked at no more: return visits, reviews and reopened cases of it are over.
LOOKED_AT_AGAIN = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class DuePeriods:
    """`first` is the day of the office's first complaint, None where there is none and so nothing is due.

    `is_waited_for`: some have no figures yet, or were sent back; else all are looked at again only.
    """

    first: date | None
    periods: tuple[Period, ...]
    is_waited_for: bool = False

    @property
    def months(self) -> frozenset[date]:
        """All months that have to be counted for them and for what they are compared with."""
        return frozenset(
            month
            for period in self.periods
            for counted in (period, period.previous, period.year_ago)
            for month in counted.months
        )


def list_due(unit: Unit) -> DuePeriods:
    """None is left out that ended while nothing ran; an office that never had one begins with the last of each kind."""
    first, today = find_first_day(unit), beijing_date(unit.clock.now())
    if first is None:
        return DuePeriods(None, ())
    known = {
        Period(kind, begins_on): state
        for kind, begins_on, state in unit.session.execute(
            select(PeriodicSummary.kind, PeriodicSummary.begins_on, PeriodicSummary.state)
        )
    }
    missing = [
        period for kind in PeriodKind for period in _list_missing(kind, first, today, frozenset(known))
    ]
    again = [
        period
        for period, state in known.items()
        if state is SummaryState.RETURNED or today - period.ends_on <= LOOKED_AT_AGAIN
    ]
    is_waited_for = bool(missing) or SummaryState.RETURNED in known.values()
    return DuePeriods(first, tuple(sorted((*missing, *again))), is_waited_for)


def _list_missing(kind: PeriodKind, first: date, today: date, known: frozenset[Period]) -> Iterator[Period]:
    ended = list(list_ended(kind, first, today))
    begun = min((period for period in known if period.kind is kind), default=None)
    since = begun or (ended[-1] if ended else None)
    return (period for period in ended if since is not None and since <= period and period not in known)
