"""Hot hours: complaints by weekday and hour of receipt, and those at which the office is shut."""

from __future__ import annotations

from collections.abc import Iterator

from api.context import current_actor, make_unit
from api.i18n import code_text, gettext
from api.staff.analysis_form import Analysis, AskedAnalysis, Shown
from api.staff.analysis_words import say_period
from api.staff.chart import Cell, Chart, ChartKind, ChartRow, Column, Draws, Mark, count_cell
from api.staff.figures_form import ledger_within
from services.figures.read_heat import HOURS, WEEKDAYS, Heat, read_heat

# The hottest hours that are named.
MOST_NAMED = 3


def _read(asked: AskedAnalysis) -> Shown:
    heat = read_heat(asked.figures, make_unit(), current_actor())
    return Shown((_chart(heat, asked),), heat.read_at)


def _chart(heat: Heat, asked: AskedAnalysis) -> Chart:
    return Chart(
        code="hours",
        kind=ChartKind.HEAT,
        title=gettext("Complaints by weekday and hour of receipt"),
        told=say_period(asked),
        shows=gettext(
            "Squares of weekday and hour, darker where more complaints came in, grey while the office is shut."
        ),
        first=code_text("figure_group", "received_weekday"),
        columns=(*(Column(str(hour), Draws.SQUARE) for hour in HOURS), Column(gettext("All together"))),
        rows=(*(_row(day, heat, asked) for day in WEEKDAYS), _total(heat, asked)) if heat.cases else (),
        findings=tuple(_find(heat)),
        means=(code_text("analysis_means", "hours"), code_text("analysis_means", "shut")),
        most=len(WEEKDAYS),
    )


def _row(day: int, heat: Heat, asked: AskedAnalysis) -> ChartRow:
    return ChartRow(
        code_text("weekday", day),
        (*(_cell(day, hour, heat, asked) for hour in HOURS), _sum(heat, asked, day=day)),
    )


def _total(heat: Heat, asked: AskedAnalysis) -> ChartRow:
    return ChartRow(
        gettext("All together"), (*(_sum(heat, asked, hour=hour) for hour in HOURS), _sum(heat, asked))
    )


def _cell(day: int, hour: int, heat: Heat, asked: AskedAnalysis) -> Cell:
    address = ledger_within(asked.figures, asked.period, weekday=str(day), hour=str(hour))
    return count_cell(
        heat.numbers.get((day, hour), 0), address, Mark.SHUT if (day, hour) in heat.shut else None
    )


def _sum(heat: Heat, asked: AskedAnalysis, day: int | None = None, hour: int | None = None) -> Cell:
    number = sum(n for (on, at), n in heat.numbers.items() if day in (None, on) and hour in (None, at))
    asked_for = {"weekday": day, "hour": hour}
    further = {name: str(value) for name, value in asked_for.items() if value is not None}
    return count_cell(number, ledger_within(asked.figures, asked.period, **further))


def _find(heat: Heat) -> Iterator[str]:
    hottest = sorted(heat.numbers.items(), key=lambda at: (-at[1], at[0]))[:MOST_NAMED]
    if not hottest:
        return
    told = [
        gettext(
            "%(weekday)s %(hour)d:00 (%(n)s)", weekday=code_text("weekday", day), hour=hour, n=f"{number:,}"
        )
        for (day, hour), number in hottest
    ]
    yield gettext("Most complaints come in at: %(told)s.", told=gettext(", ").join(told))
    yield gettext(
        "%(n)s of %(all)s (%(percent)s) came in while the office was shut.",
        n=f"{heat.while_shut:,}",
        all=f"{heat.cases:,}",
        percent=f"{100 * heat.while_shut / heat.cases:.1f}%",
    )


HOURS_OF_WEEK = Analysis("hours", _read)
