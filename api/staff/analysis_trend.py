"""Trends: a number or a rate by week or month with its control limits, and what stands out in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.context import current_actor, make_unit
from api.i18n import code_text, gettext
from api.staff.analysis_form import Analysis, AskedAnalysis, Choice, Shown
from api.staff.analysis_words import say_period
from api.staff.chart import (
    Cell,
    Chart,
    ChartKind,
    ChartRow,
    Column,
    Draws,
    Mark,
    count_cell,
    number_cell,
    percent_cell,
)
from api.staff.figures_form import ledger_within
from services.figures.control_limits import FEWEST_PERIODS, Limits, Rule
from services.figures.count_case import Part
from services.figures.definitions import NUMBER, ON_TIME_RATE, SATISFIED_RATE, Figure
from services.figures.read_trend import TRENDS, AskedTrend, Step, Trend, TrendPoint, name_period, read_trend

# Points that are named one by one; the table has all.
MOST_NAMED = 5
# Of a rate: the numbers beside it, and what the ledger is asked for to open them.
BESIDE: Mapping[str, tuple[tuple[str, Figure, Mapping[str, str]], ...]] = {
    NUMBER.code: (),
    ON_TIME_RATE.code: (
        ("ended_on_time", Figure("", (Part.ENDED,), less=(Part.ENDED_LATE,)), {"lateness": "on_time"}),
        ("ended_late", Figure("", (Part.ENDED_LATE,)), {"lateness": "late"}),
        ("overdue", Figure("", (Part.OVERDUE,)), {"lateness": "overdue"}),
    ),
    SATISFIED_RATE.code: (
        ("satisfied", Figure("", (Part.SATISFIED,)), {"evaluation": "satisfied"}),
        ("evaluated", Figure("", (Part.EVALUATED,)), {"evaluation": "evaluated"}),
    ),
}


def _read(asked: AskedAnalysis) -> Shown:
    figure = TRENDS[asked.chosen["figure"]]
    wanted = AskedTrend(asked.figures, figure, Step(asked.chosen["step"]))
    trend = read_trend(wanted, make_unit(), current_actor())
    return Shown((_chart(trend, wanted, asked),), trend.read_at)


def _chart(trend: Trend, wanted: AskedTrend, asked: AskedAnalysis) -> Chart:
    name, step = code_text("figure", wanted.figure.code), code_text("trend_step", wanted.step)
    beside = BESIDE[wanted.figure.code]
    has_any = any(point.parts.get(Part.CASES) for point in trend.points)
    return Chart(
        code="trend",
        kind=ChartKind.COLUMNS,
        title=gettext("%(figure)s by %(step)s", figure=name, step=step),
        told=say_period(asked),
        shows=gettext(
            "A line of %(figure)s by %(step)s, with its centre and control limits.", figure=name, step=step
        ),
        first=code_text("trend_first", wanted.step),
        columns=(
            Column(name, Draws.LINE, code_text("figure_means", wanted.figure.code)),
            Column(gettext("Centre"), Draws.CENTRE),
            Column(gettext("Lower limit"), Draws.LOW),
            Column(gettext("Upper limit"), Draws.HIGH),
            *(Column(code_text("trend_beside", code)) for code, _, _ in beside),
        ),
        rows=tuple(_row(point, wanted, asked) for point in trend.points) if has_any else (),
        findings=tuple(_find(trend, wanted)),
        means=_define(wanted),
    )


def _row(point: TrendPoint, wanted: AskedTrend, asked: AskedAnalysis) -> ChartRow:
    figure, limits = wanted.figure, point.limits
    if figure.is_rate:
        value = percent_cell(figure.percent(point.parts))
    else:
        value = count_cell(figure.number(point.parts), ledger_within(asked.figures, point.period))
    beside = (
        count_cell(of.number(point.parts), ledger_within(asked.figures, point.period, **further))
        for _, of, further in BESIDE[figure.code]
    )
    bounds = (None, None, None) if limits is None else (limits.centre, limits.low, limits.high)
    cells = (value, *(_limit(bound, point, wanted) for bound in bounds), *beside)
    return ChartRow(name_period(point.period, wanted.step), cells, _mark(point, limits))


def _limit(rate: float | None, point: TrendPoint, wanted: AskedTrend) -> Cell:
    if rate is None or point.measured is None:
        return Cell("–")
    return percent_cell(100 * rate) if wanted.figure.is_rate else number_cell(rate * point.measured.whole)


def _mark(point: TrendPoint, limits: Limits | None) -> Mark | None:
    if not point.is_whole:
        if point.is_open or point.is_first:
            return Mark.OPEN if point.is_open else Mark.FIRST
        return Mark.CUT
    if limits is None or not limits.rules:
        return None
    return Mark.OUT if Rule.OUTSIDE in limits.rules else Mark.RUN


def _find(trend: Trend, wanted: AskedTrend) -> Iterator[str]:
    if trend.points and trend.points[-1].is_open:
        yield gettext(
            "%(period)s has not ended and is not judged.",
            period=name_period(trend.points[-1].period, wanted.step),
        )
    if not trend.is_judged:
        yield gettext(
            "Control limits need %(fewest)d ended periods with something to count; there are %(n)d.",
            fewest=FEWEST_PERIODS,
            n=trend.whole,
        )
        return
    found = list(_name_marked(trend, wanted))
    yield from found or [
        gettext("Nothing stands out: the differences are those that this number always has.")
    ]
    if trend.left_out:
        yield gettext(
            "%(n)d earlier periods are not shown; choose later days or longer steps.", n=trend.left_out
        )


def _name_marked(trend: Trend, wanted: AskedTrend) -> Iterator[str]:
    for rule in Rule:
        marked = [point for point in trend.points if point.limits and rule in point.limits.rules]
        names = [_name(point, rule, wanted) for point in marked]
        if not names:
            continue
        told = gettext(", ").join(names[-MOST_NAMED:])
        if len(names) > MOST_NAMED:
            told = gettext("%(told)s and %(n)d before", told=told, n=len(names) - MOST_NAMED)
        yield gettext("%(rule)s: %(told)s.", rule=code_text("trend_rule", rule), told=told)


def _name(point: TrendPoint, rule: Rule, wanted: AskedTrend) -> str:
    name = name_period(point.period, wanted.step)
    if rule is not Rule.OUTSIDE or point.limits is None or point.measured is None:
        return name
    if point.measured.rate > point.limits.centre:
        return gettext("%(period)s (above)", period=name)
    return gettext("%(period)s (below)", period=name)


def _define(wanted: AskedTrend) -> tuple[str, ...]:
    told = [code_text(kind, wanted.figure.code) for kind in ("figure_means", "figure_omits")]
    of_limits = ("maturing", "share_limits", "tests") if wanted.figure.is_rate else ("count_limits", "tests")
    return (*told, *(code_text("analysis_means", code) for code in of_limits))


TREND = Analysis(
    "trend",
    _read,
    (
        Choice("figure", tuple(TRENDS), "figure"),
        Choice("step", tuple(step.value for step in Step), "trend_step"),
    ),
    months=24,
)
