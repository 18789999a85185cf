"""Main problems: bars with their cumulative share, and the vital few in words."""

from __future__ import annotations

from api.context import current_actor, make_unit
from api.i18n import code_text, gettext
from api.staff.analysis_form import Analysis, AskedAnalysis, Choice, Shown
from api.staff.analysis_words import say_period
from api.staff.chart import Chart, ChartKind, ChartRow, Column, Draws, Mark, count_cell, percent_cell
from api.staff.entry_look import MOST_BARS, MOST_ROWS, say_cut
from api.staff.figure_names import name_values
from api.staff.figures_form import ledger_of
from services.figures.read_pareto import VITAL_PERCENT, Pareto, read_pareto

# Of more than so many the vital few are named by their number alone.
MOST_NAMED = 5


def _read(asked: AskedAnalysis) -> Shown:
    pareto = read_pareto(asked.figures, make_unit(), current_actor())
    return Shown((_chart(pareto, asked),), pareto.read_at)


def _chart(pareto: Pareto, asked: AskedAnalysis) -> Chart:
    group = asked.figures.group or ""
    kind = code_text("figure_group", group)
    shown = pareto.lines[:MOST_ROWS]
    name_of = name_values(group, [line.value for line in shown])
    rows = tuple(
        ChartRow(
            name_of(line.value),
            (
                count_cell(line.number, ledger_of(asked.figures, line.value)),
                percent_cell(100 * line.number / pareto.named),
                percent_cell(line.cumulative),
            ),
            Mark.FEW if line.is_vital else Mark.REST,
        )
        for line in shown
    )
    return Chart(
        code="pareto",
        kind=ChartKind.COLUMNS,
        title=gettext("Complaints by %(kind)s, the most first", kind=kind),
        told=say_period(asked),
        shows=gettext(
            "Bars of complaints by %(kind)s, the most first, with a line of the share that they make together.",
            kind=kind,
        ),
        first=kind,
        columns=(
            Column(gettext("Complaints"), Draws.BAR),
            Column(gettext("Share")),
            Column(gettext("Cumulative share"), Draws.SHARE),
        ),
        rows=rows,
        findings=tuple(_find(pareto, asked, [row.label for row in rows])),
        means=_define(pareto),
        most=MOST_BARS,
        cut=say_cut(pareto.lines),
    )


def _find(pareto: Pareto, asked: AskedAnalysis, names: list[str]) -> list[str]:
    vital, found = pareto.vital, list[str]()
    if vital:
        told = gettext(
            "The vital few: %(few)d of %(all)d make %(percent)s of what is named",
            few=len(vital),
            all=len(pareto.lines),
            percent=f"{vital[-1].cumulative:.1f}%",
        )
        listed = gettext(", ").join(names[: min(len(vital), MOST_NAMED)])
        found.append(
            gettext("%(told)s: %(listed)s.", told=told, listed=listed)
            if len(vital) <= MOST_NAMED
            else gettext("%(told)s, %(listed)s and others.", told=told, listed=listed)
        )
    if pareto.unnamed:
        found.append(
            gettext(
                "%(n)s of %(all)s complaints name none; they stand on no bar.",
                n=f"{pareto.unnamed:,}",
                all=f"{pareto.cases:,}",
            )
        )
    return found


def _define(pareto: Pareto) -> tuple[str, ...]:
    means = [
        gettext(
            "The vital few are the fewest, with the most first, that make %(percent)d%% or more of what is named.",
            percent=VITAL_PERCENT,
        )
    ]
    if pareto.named + pareto.unnamed > pareto.cases:
        means.append(
            gettext(
                "A complaint that names several stands on the line of each: the lines add up to more than there are complaints."
            )
        )
    return tuple(means)


PARETO = Analysis(
    "pareto",
    _read,
    (
        Choice(
            "by",
            ("category", "items", "windows", "respondent_units", "handling_unit", "channel", "outcome"),
            "figure_group",
        ),
    ),
)
