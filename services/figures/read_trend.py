"""How a number or a rate went from week to week or month to month, with its control limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from models.clock.legal_time import beijing_date
from services.actor import Actor
from services.figures.control_limits import Limits, Measured, find_limits
from services.figures.definitions import NUMBER, ON_TIME_RATE, SATISFIED_RATE, Figure
from services.figures.left_out import list_left_out
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures
from services.ports.figures import BY_MONTH, BY_WEEK
from services.unit_of_work import UnitOfWork

# More cannot be told apart on one chart; the last ones are shown.
MOST_PERIODS = 160
_LONG_AGO = date(1900, 1, 1)


class Step(StrEnum):
    """How long a period of the trend is; a week begins on Monday."""

    MONTH = "month"
    WEEK = "week"


# What a trend may be of: figures whose cases the ledger opens.
TRENDS: Mapping[str, Figure] = {figure.code: figure for figure in (NUMBER, ON_TIME_RATE, SATISFIED_RATE)}


@dataclass(frozen=True, slots=True)
class AskedTrend:
    """Of which complaints and days, of which figure, in which steps."""

    figures: AskedFigures
    figure: Figure
    step: Step


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A week or month, or what of it lies in the days that are asked for.

    `measured` is None where there is nothing that a rate could be of. `limits` are None of what is not judged: a period that
    has not ended (`is_open`), the one in which the office's records begin (`is_first`), one of which the days that are asked for
    leave out some (`is_cut`): weekends bring little; and all where too few are left.
    """

    period: FigurePeriod
    parts: Mapping[str, int]
    measured: Measured | None
    is_open: bool
    is_first: bool = False
    is_cut: bool = False
    limits: Limits | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all of it is on record and asked for."""
        return not self.is_open and not self.is_first and not self.is_cut


@dataclass(frozen=True, slots=True)
class Trend:
    """The points in their order; `left_out` earlier ones are not shown."""

    points: tuple[TrendPoint, ...]
    left_out: int
    read_at: datetime

    @property
    def whole(self) -> int:
        """How many could be judged."""
        return sum(1 for point in self.points if point.is_whole and point.measured)

    @property
    def is_judged(self) -> bool:
        """Whether these are enough for limits."""
        return any(point.limits for point in self.points)


def read_trend(asked: AskedTrend, unit_of_work: UnitOfWork, actor: Actor) -> Trend:
    """For supervisors and directors, of the complaints that this person need not keep away from; FiguresAway as elsewhere."""
    without = list_left_out(unit_of_work, actor)
    ports = unit_of_work.ports
    now = ports.clock.now()
    period, today = asked.figures.period, beijing_date(now)
    by = replace(asked.figures, group=BY_MONTH if asked.step is Step.MONTH else BY_WEEK)
    # When records begin, whatever the trend is narrowed to.
    every = replace(by, narrowed={}, lateness=None)
    earlier = replace(every, group=None)
    questions = [
        by.question(period, now, without),
        every.question(period, now, without),
        earlier.question(FigurePeriod(_LONG_AGO, period.begins - timedelta(days=1)), now, without),
    ]
    answer = ports.figures.ask([replace(question, spreads=()) for question in questions])
    parts, of_every = ({line.value: line.parts for line in lines} for lines in answer.lines[:2])
    begun = list(_list_periods(period, asked.step, today))
    first = "" if answer.lines[2] else min(of_every, default="")
    points = [
        _point(asked, of, parts.get(name_period(of, asked.step), {}), today)
        for of in begun
        if name_period(of, asked.step) >= first
    ]
    # Nothing is on record before it: how much of it is, nobody knows, whether it is cut off or the first that is asked for.
    if first and points:
        points[0] = replace(points[0], is_first=True)
    judged = _judge(points[-MOST_PERIODS:], is_share=asked.figure.is_rate)
    return Trend(judged, max(0, len(points) - MOST_PERIODS), answer.mark.read_at)


def _judge(points: Sequence[TrendPoint], *, is_share: bool) -> tuple[TrendPoint, ...]:
    of_points = {point.period: point.measured for point in points if point.measured and point.is_whole}
    limits = find_limits(list(of_points.values()), is_share=is_share) or ()
    told = dict(zip(of_points, limits, strict=False))
    return tuple(replace(point, limits=told.get(point.period)) for point in points)


def name_period(period: FigurePeriod, step: Step) -> str:
    """As the store names the line: the month, or the Monday of the week."""
    if step is Step.MONTH:
        return period.begins.strftime("%Y-%m")
    return _monday(period.begins).isoformat()


def _list_periods(period: FigurePeriod, step: Step, today: date) -> Iterator[FigurePeriod]:
    """Those that have begun, cut to the days that are asked for."""
    begins = period.begins
    while begins <= min(period.ends, today):
        ends = _whole(begins, step).ends
        yield FigurePeriod(begins, min(ends, period.ends))
        begins = ends + timedelta(days=1)


def _whole(day: date, step: Step) -> FigurePeriod:
    """The month or week that a day lies in."""
    if step is Step.MONTH:
        return FigurePeriod.of_months(day.year, day.month, 1)
    return FigurePeriod(_monday(day), _monday(day) + timedelta(days=6))


def _point(asked: AskedTrend, period: FigurePeriod, parts: Mapping[str, int], today: date) -> TrendPoint:
    figure = asked.figure
    whole = figure.whole(parts) if figure.is_rate else (period.ends - period.begins).days + 1
    measured = Measured(figure.number(parts), whole) if whole else None
    is_cut = period != _whole(period.begins, asked.step)
    return TrendPoint(period, parts, measured, period.ends >= today, is_cut=is_cut)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
