"""Complaints per 1,000 transactions by window, item or unit, with an interval: one with three transactions is not the worst.

The interval is that of a count (Poisson), by Byar's approximation to the exact one: Breslow, Day, Statistical Methods in Cancer
Research II, IARC 1987, page 69. Places are told in the order of its lower end: what is surely bad comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import sqrt

from sqlalchemy import func, select

from models.office.transaction_volume import TransactionVolume
from services.actor import Actor
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures, read_figures
from services.unit_of_work import UnitOfWork

PER = 1_000
# Of a normal distribution: nineteen of twenty intervals hold the true rate.
_WIDTH = 1.959964


class RateBy(StrEnum):
    """The groups of the store that volumes are imported by."""

    WINDOW = "windows"
    ITEM = "items"
    UNIT = "respondent_units"


_COLUMNS = {
    RateBy.WINDOW: TransactionVolume.window,
    RateBy.ITEM: TransactionVolume.item,
    RateBy.UNIT: TransactionVolume.unit,
}


@dataclass(frozen=True, slots=True)
class Rate:
    """Complaints per 1,000 transactions, and between which two numbers it lies."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class RateLine:
    """A place; `volume` None where no volume of it was imported, and no rate where `missing` months have none."""

    place: str
    complaints: int
    volume: int | None
    missing: tuple[date, ...]
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class RateTable:
    """Those with a rate first, the worst by the lower end on top; `whole` is of all that have one, together."""

    lines: Sequence[RateLine]
    whole: Rate | None
    read_at: datetime

    def stands_out(self, line: RateLine) -> bool:
        """Whether even the lower end of its rate is above that of all together."""
        return line.rate is not None and self.whole is not None and line.rate.lower > self.whole.value


def rate_of(complaints: int, transactions: int) -> Rate | None:
    """None without transactions."""
    if not transactions:
        return None
    low, high = _bound(complaints, -_WIDTH), _bound(complaints + 1, _WIDTH)
    per = PER / transactions
    return Rate(complaints * per, low * per, high * per)


def count_rates(asked: AskedFigures, by: RateBy, unit_of_work: UnitOfWork, actor: Actor) -> RateTable:
    """For supervisors and directors; FiguresAway while the store is away. `asked` is of whole months, its group is not read."""
    counted = read_figures(AskedFigures(asked.period, group=by.value), unit_of_work, actor)
    volumes = _sum_volumes(by, asked.period, unit_of_work)
    months = list_months(asked.period)
    complaints = {line.value: line.now.parts.get("cases", 0) for line in counted.lines if line.value}
    lines = [
        _as_line(place, complaints.get(place, 0), volumes.get(place, {}), months)
        for place in {*complaints, *volumes}
    ]
    rated = [line for line in lines if line.rate is not None]
    whole = rate_of(sum(line.complaints for line in rated), sum(line.volume or 0 for line in rated))
    return RateTable(sorted(lines, key=_worst_first), whole, counted.read_at)


def list_months(period: FigurePeriod) -> list[date]:
    """The first days of the months that the period touches."""
    months, month = list[date](), period.begins.replace(day=1)
    while month <= period.ends:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months


def _bound(count: int, width: float) -> float:
    """Byar: one end of the interval of a count; 0 below a count of 0."""
    if count == 0:
        return 0.0
    return max(0.0, float(count * (1 - 1 / (9 * count) + width / (3 * sqrt(count))) ** 3))


def _sum_volumes(by: RateBy, period: FigurePeriod, unit_of_work: UnitOfWork) -> dict[str, dict[date, int]]:
    column = _COLUMNS[by]
    with unit_of_work.reading() as unit:
        rows = unit.session.execute(
            select(column, TransactionVolume.month, func.sum(TransactionVolume.number))
            .where(
                TransactionVolume.month.between(period.begins.replace(day=1), period.ends),
                TransactionVolume.replaced_at.is_(None),
                column.is_not(None),
            )
            .group_by(column, TransactionVolume.month)
        ).all()
    told: dict[str, dict[date, int]] = {}
    for place, month, number in rows:
        told.setdefault(str(place), {})[month] = int(number)
    return told


def _as_line(place: str, complaints: int, volumes: dict[date, int], months: Iterable[date]) -> RateLine:
    missing = tuple(month for month in months if month not in volumes)
    volume = sum(volumes.values()) if volumes else None
    rate = rate_of(complaints, volume) if volume is not None and not missing else None
    return RateLine(place, complaints, volume, missing, rate)


def _worst_first(line: RateLine) -> tuple[bool, float, int, str]:
    return line.rate is None, -(line.rate.lower if line.rate else 0.0), -line.complaints, line.place
