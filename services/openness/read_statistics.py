"""Published numbers as anybody reads them: which periods there are, and one of them with the months around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.ground.errors import NotFound
from models.ground.public_codes import PublicTotal
from models.ground.summary_codes import PeriodKind
from models.office.periodic_summary import SummaryEdition
from models.office.public_period import PublicPeriod
from services.openness.published import PublishedNumbers, from_json
from services.summaries.period import Period
from services.unit_of_work import Unit, UnitOfWork

# Ten years of months, quarters, half-years and years.
NEWEST = 200
MONTHS_DRAWN = 24
# Of a period: 2026-11, 2026-Q4, 2026-H2, 2026.
_NAME = re.compile(r"\d{4}(?:-(?:\d\d|[QH]\d))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PublishedPeriod:
    """One period; `is_corrected`: the office released a later edition of the month, of which the public gets no number."""

    period: Period
    numbers: PublishedNumbers
    digest: str
    published_at: datetime
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """Received and closed of one month; None where withheld."""

    period: Period
    received: int | None
    closed: int | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """`shown` is None where nothing is published yet; `periods` the newest first; `months` the last ones up to it."""

    periods: tuple[Period, ...]
    shown: PublishedPeriod | None
    months: tuple[MonthTotals, ...]


def read_statistics(name: str | None, unit_of_work: UnitOfWork) -> Statistics:
    """The period of that name, else the newest month; NotFound where it is not published."""
    with unit_of_work.reading() as unit:
        periods = _list_periods(unit)
        newest = next((period.name for period in periods if period.kind is PeriodKind.MONTH), None)
        wanted = name or newest
        if wanted is None:
            return Statistics((), None, ())
        shown = _get(wanted, unit)
        return Statistics(tuple(periods), shown, tuple(_months_until(shown.period, unit)))


def list_published(unit_of_work: UnitOfWork) -> tuple[PublishedPeriod, ...]:
    """All of them, the newest first."""
    with unit_of_work.reading() as unit:
        query = select(PublicPeriod).order_by(PublicPeriod.begins_on.desc(), PublicPeriod.id)
        return tuple(_told(row) for row in unit.session.scalars(query.limit(NEWEST)))


def get_published(name: str, unit_of_work: UnitOfWork) -> PublishedPeriod:
    """One; NotFound."""
    with unit_of_work.reading() as unit:
        return _get(name, unit)


def _list_periods(unit: Unit) -> list[Period]:
    query = select(PublicPeriod.kind, PublicPeriod.begins_on).order_by(
        PublicPeriod.begins_on.desc(), PublicPeriod.id
    )
    return [Period(kind, begins_on) for kind, begins_on in unit.session.execute(query.limit(NEWEST))]


def _get(name: str, unit: Unit) -> PublishedPeriod:
    row = unit.session.get(PublicPeriod, name) if _NAME.fullmatch(name) else None
    if row is None:
        raise NotFound
    last = unit.session.scalar(select(func.max(SummaryEdition.no)).where(SummaryEdition.summary_id == row.id))
    is_corrected = row.edition is not None and last is not None and last > row.edition
    return _told(row, is_corrected=is_corrected)


def _told(row: PublicPeriod, *, is_corrected: bool = False) -> PublishedPeriod:
    period = Period(row.kind, row.begins_on)
    return PublishedPeriod(period, from_json(row.content), row.digest, row.published_at, is_corrected)


def _months_until(period: Period, unit: Unit) -> Sequence[MonthTotals]:
    query = (
        select(PublicPeriod)
        .where(PublicPeriod.kind == PeriodKind.MONTH, PublicPeriod.begins_on <= period.ends_on)
        .order_by(PublicPeriod.begins_on.desc())
        .limit(MONTHS_DRAWN)
    )
    found = [_told(row) for row in unit.session.scalars(query)]
    return [
        MonthTotals(
            one.period, one.numbers.totals[PublicTotal.RECEIVED], one.numbers.totals[PublicTotal.CLOSED]
        )
        for one in reversed(found)
    ]
