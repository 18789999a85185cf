"""The workers' step: what a person released of a month is told to the public, with small groups withheld."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models.ground.summary_codes import PeriodKind
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from models.office.public_period import PublicPeriod
from models.office.service_item import ServiceItem
from services.actor import SYSTEM
from services.openness.lattice import MonthNumbers, count_month
from services.openness.protect import periods_around
from services.openness.published import PublishedNumbers, as_json, from_json
from services.openness.year import PublicYear
from services.summaries.count_months import find_first_day
from services.summaries.figures import digest_of
from services.summaries.figures import from_json as figures_of
from services.summaries.period import Period, period_of
from services.unit_of_work import Unit, UnitFactory


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A released month that is not published, its edition, and which periods of its year were published when it was read."""

    month: Period
    edition: int
    published: frozenset[str]


def publish_step(make_unit: UnitFactory, is_ending: Callable[[], bool] = lambda: False) -> int:
    """Publish month after month, the oldest first, with the longer periods that are whole by it; how many periods.

    Numbers are judged outside of the transaction that enters them. What another process published meanwhile is judged anew
    by the next round.
    """
    with make_unit().reading() as unit:
        months = _list_waiting(unit)
    done = 0
    for month, edition in months:
        if is_ending():
            break
        done += _publish(month, edition, make_unit)
    return done


def _list_waiting(unit: Unit) -> list[tuple[Period, int]]:
    newest = (
        select(PeriodicSummary.begins_on, func.max(SummaryEdition.no))
        .join(SummaryEdition, SummaryEdition.summary_id == PeriodicSummary.id)
        .outerjoin(PublicPeriod, PublicPeriod.id == PeriodicSummary.id)
        .where(PeriodicSummary.kind == PeriodKind.MONTH, PublicPeriod.id.is_(None))
        .group_by(PeriodicSummary.begins_on)
        .order_by(PeriodicSummary.begins_on)
    )
    longer = select(PublicPeriod.id).where(PublicPeriod.kind != PeriodKind.MONTH)
    told = frozenset(unit.session.scalars(longer))
    return [
        (Period(PeriodKind.MONTH, begins_on), no)
        for begins_on, no in unit.session.execute(newest)
        # A month that was published as empty stays so, whatever is entered with an earlier day later.
        if told.isdisjoint(period.name for period in periods_around(begins_on))
    ]


def _publish(month: Period, edition: int, make_unit: UnitFactory) -> int:
    with make_unit().reading() as unit:
        year, published = read_year(month.begins_on, unit)
        names = {
            code: name for code, name in unit.session.execute(select(ServiceItem.code, ServiceItem.name))
        }
        year.enter(month.begins_on, *_count(month.name, edition, unit))
    told = {period: year.tell(period, names) for period in year.decide(month)}
    with make_unit() as unit:
        _lock_year(month.begins_on, unit)
        if _published_ids(month.begins_on, unit) != published:
            return 0
        _enter(told, _Waiting(month, edition, published), unit)
    return len(told)


def _enter(told: Mapping[Period, PublishedNumbers], waiting: _Waiting, unit: Unit) -> None:
    for period, numbers in told.items():
        content = as_json(numbers)
        row = PublicPeriod(id=period.name, kind=period.kind, begins_on=period.begins_on, content=content)
        row.edition = waiting.edition if period == waiting.month else None
        row.digest, row.published_at = digest_of(content), unit.clock.now()
        unit.session.add(row)
        payload = {"period": row.id, "digest": row.digest}
        unit.trail.add(None, "statistics.published", payload, SYSTEM)


def read_year(month: date, unit: Unit) -> tuple[PublicYear, frozenset[str]]:
    """What is published of the year of a month, with the numbers that it was decided by."""
    year, rows = PublicYear(), _published(month, unit)
    for row in rows:
        if row.edition is not None:
            year.enter(row.begins_on, *_count(row.id, row.edition, unit))
    year.leave_empty(_list_empty(month, rows, unit))
    for row in sorted(rows, key=lambda row: row.edition is None):
        year.note(Period(row.kind, row.begins_on), from_json(row.content))
    return year, frozenset(row.id for row in rows)


def _list_empty(month: date, rows: Sequence[PublicPeriod], unit: Unit) -> frozenset[date]:
    """Months of the year before records begin, and those that a published longer period was summed without."""
    first = unit.session.scalar(
        select(func.min(PeriodicSummary.begins_on)).where(PeriodicSummary.kind == PeriodKind.MONTH)
    )
    begins = min((day for day in (first, find_first_day(unit)) if day is not None), default=month)
    summed = {day for row in rows if row.edition is None for day in Period(row.kind, row.begins_on).months}
    told = {row.begins_on for row in rows if row.edition is not None}
    whole = period_of(PeriodKind.YEAR, month)
    return frozenset(
        day for day in whole.months if day < begins.replace(day=1) or (day in summed and day not in told)
    )


def _published(month: date, unit: Unit) -> Sequence[PublicPeriod]:
    whole = period_of(PeriodKind.YEAR, month)
    query = select(PublicPeriod).where(PublicPeriod.begins_on.between(whole.begins_on, whole.ends_on))
    return unit.session.scalars(query.order_by(PublicPeriod.begins_on, PublicPeriod.id)).all()


def _published_ids(month: date, unit: Unit) -> frozenset[str]:
    whole = period_of(PeriodKind.YEAR, month)
    query = select(PublicPeriod.id).where(PublicPeriod.begins_on.between(whole.begins_on, whole.ends_on))
    return frozenset(unit.session.scalars(query))


def _lock_year(month: date, unit: Unit) -> None:
    """Of two processes that publish months of one year, one waits for the other."""
    whole = period_of(PeriodKind.YEAR, month)
    unit.session.scalars(
        select(PeriodicSummary.id)
        .where(PeriodicSummary.begins_on.between(whole.begins_on, whole.ends_on))
        .order_by(PeriodicSummary.begins_on, PeriodicSummary.id)
        .with_for_update()
    ).all()


def _count(summary_id: str, edition: int, unit: Unit) -> tuple[MonthNumbers, int]:
    """What stands in an edition, and by which rule it was counted."""
    row = unit.session.get_one(SummaryEdition, (summary_id, edition))
    return count_month(figures_of(row.figures).own), row.figures["format"]
