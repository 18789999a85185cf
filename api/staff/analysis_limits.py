"""`/analysis/limits`: where limits were lost, by unit and kind, with what was handled once more and what came again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import Blueprint, request

from api.context import current_actor, make_unit
from api.i18n import code_text, gettext
from api.security.permissions import Permission, permission
from api.staff.analysis_form import Shown
from api.staff.chart import (
    Cell,
    Chart,
    ChartKind,
    ChartRow,
    Column,
    Draws,
    count_cell,
    percent_cell,
)
from api.staff.entries_form import CHOICES, entry_values, ledger_of_entries, read_asked_entries
from api.staff.entry_look import (
    MOST_BARS,
    MOST_ROWS,
    Look,
    list_units,
    say_cut,
    say_entries,
    show_look,
    spread_cells,
    spread_columns,
)
from api.staff.figure_names import name_values
from models.clock.legal_time import beijing_date
from services.figures.ask_entries import AskedEntries
from services.figures.count_lost import LostTable, OfUnit, count_lost
from services.figures.definitions import REDONE_RATE
from services.ports.figures import EntryLine

blueprint = Blueprint("staff_analysis_limits", __name__, url_prefix="/analysis/limits")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def limits() -> str:
    """By what stands in the address."""
    look = look_at_limits(request.args)
    return show_look(look, "staff/analysis_limits.html", units=list_units(), choices=CHOICES)


def look_at_limits(sent: Mapping[str, str]) -> Look:
    """Limits of the complaints of a period."""
    asked = read_asked_entries(sent, beijing_date(make_unit().ports.clock.now()))
    return Look("limits", asked.period, entry_values(asked, sent), say_entries(asked), partial(_read, asked))


def _read(asked: AskedEntries) -> Shown:
    table = count_lost(asked, make_unit(), current_actor())
    return Shown((_chart_of_lost(table, asked), _chart_of_again(table, asked)), table.read_at)


def _chart_of_lost(table: LostTable, asked: AskedEntries) -> Chart:
    name = name_values("handling_unit", [line.place for line in table.lines])
    return Chart(
        code="limits",
        kind=ChartKind.COLUMNS,
        title=gettext("Limits that were lost, by handling unit and kind"),
        told=say_entries(asked),
        shows=gettext("A bar of lost limits for each handling unit and kind of limit, the most first."),
        first=f"{gettext('Handling unit')} · {gettext('Kind of limit')}",
        columns=(
            Column(gettext("Limits lost"), Draws.BAR),
            Column(gettext("Complaints")),
            Column(gettext("of these still running")),
            *spread_columns(gettext("Working days over, mean")),
        ),
        rows=tuple(_row(line, asked, name(line.place), line.place) for line in table.lines[:MOST_ROWS]),
        totals=tuple(_row(line, asked, gettext("All together"), None) for line in table.totals),
        findings=tuple(_find_bottleneck(table)),
        cut=say_cut(table.lines),
        most=MOST_BARS,
    )


def _row(line: EntryLine, asked: AskedEntries, label: str, unit: str | None) -> ChartRow:
    """Of a place, empty where no unit is on record, or of all together."""
    place = {} if unit is None else {"unit": unit}
    opened = partial(ledger_of_entries, asked, lost_limit=line.code, **place)
    spread = line.spread if line.spread and line.spread.cases else None
    cells = (
        count_cell(line.entries, opened()),
        count_cell(line.cases, opened()),
        count_cell(line.entries - (spread.cases if spread else 0), opened(lost_runs="yes")),
        *spread_cells(spread),
    )
    return ChartRow(f"{label} · {code_text('clock_kind', line.code)}", cells, about=line.code)


def _find_bottleneck(table: LostTable) -> list[str]:
    worst = table.bottleneck
    if worst is None:
        return []
    return [
        gettext(
            "Most limits were lost of the kind “%(kind)s”: %(n)d of %(all)d.",
            kind=code_text("clock_kind", worst.code),
            n=worst.entries,
            all=sum(line.entries for line in table.totals),
        )
    ]


def _chart_of_again(table: LostTable, asked: AskedEntries) -> Chart:
    name = name_values("handling_unit", [row.unit for row in table.units])
    means = f"{code_text('figure_means', 'redone_rate')} {code_text('figure_omits', 'redone_rate')}"
    return Chart(
        code="limits-again",
        kind=ChartKind.COLUMNS,
        title=gettext("Handled once more, and come again"),
        told=say_entries(asked),
        shows=gettext("Two bars for each handling unit: complaints handled once more, and the same again."),
        first=gettext("Handling unit"),
        columns=(
            Column(gettext("Complaints")),
            Column(gettext("Handled once more"), Draws.BAR),
            Column(code_text("figure", "redone_rate"), means=means),
            Column(gettext("The same again"), Draws.BAR),
            Column(gettext("Share of the same again")),
        ),
        rows=tuple(_row_of_again(row, asked, name(row.unit)) for row in table.units[:MOST_ROWS]),
        cut=say_cut(table.units),
        most=MOST_BARS,
    )


def _row_of_again(row: OfUnit, asked: AskedEntries, label: str) -> ChartRow:
    counts = {mark: line.cases for mark, line in row.marks.items()}
    percent, cases = REDONE_RATE.percent(row.parts), row.parts["cases"]

    def opened(mark: str) -> Cell:
        return count_cell(counts.get(mark, 0), ledger_of_entries(asked, mark=mark, unit=row.unit))

    # The rate stands with what it is of: one of two is not one of two hundred.
    told = (
        f"{percent:.1f}% ({REDONE_RATE.number(row.parts)}/{REDONE_RATE.whole(row.parts)})"
        if percent is not None
        else "–"
    )
    cells = (
        count_cell(cases, ledger_of_entries(asked, unit=row.unit)),
        opened("redone"),
        Cell(told),
        opened("repeat"),
        percent_cell(100 * counts.get("repeat", 0) / cases),
    )
    return ChartRow(label, cells)
