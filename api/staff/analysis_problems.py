"""`/analysis/problems`: 反复提交材料, 口径不一 and 推诿扯皮 by unit, item and number of times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from flask import Blueprint, request

from api.context import current_actor, make_unit
from api.i18n import code_text, gettext
from api.security.permissions import Permission, permission
from api.staff.analysis_form import Shown
from api.staff.chart import Cell, Chart, ChartKind, ChartRow, Column, Draws, count_cell
from api.staff.entries_form import CHOICES, entry_values, ledger_of_entries, read_asked_entries
from api.staff.entry_look import MOST_BARS, MOST_ROWS, Look, list_units, say_cut, say_entries, show_look
from api.staff.figure_names import name_values
from models.clock.legal_time import beijing_date
from services.figures.ask_entries import AskedEntries
from services.figures.count_problems import ProblemLine, ProblemsBy, ProblemTable, count_problems
from services.ports.figures import EntryLine

blueprint = Blueprint("staff_analysis_problems", __name__, url_prefix="/analysis/problems")

_Name = Callable[[str], str]


@blueprint.get("")
@permission(Permission.SUPERVISE)
def problems() -> str:
    """By what stands in the address."""
    choices = CHOICES | {"by": tuple(ProblemsBy)}
    look = look_at_problems(request.args)
    return show_look(look, "staff/analysis_problems.html", units=list_units(), choices=choices)


def look_at_problems(sent: Mapping[str, str]) -> Look:
    """By the unit where nothing else is asked for."""
    asked = read_asked_entries(sent, beijing_date(make_unit().ports.clock.now()))
    told = sent.get("by", "")
    by = ProblemsBy(told) if told in set(ProblemsBy) else ProblemsBy.UNIT
    values = entry_values(asked, sent) | {"by": by.value}
    return Look("problems", asked.period, values, say_entries(asked), partial(_read, asked, by))


def _read(asked: AskedEntries, by: ProblemsBy) -> Shown:
    table = count_problems(asked, by, make_unit(), current_actor())
    return Shown((_chart(table, asked, by), _chart_of_ours(table, asked)), table.read_at)


def _chart(table: ProblemTable, asked: AskedEntries, by: ProblemsBy) -> Chart:
    shown, name = table.lines[:MOST_ROWS], _namer(by, table)
    rows = tuple(_row(line, asked, name(line.told.place), f"problem_{by.value}") for line in shown)
    return Chart(
        code="problems",
        kind=ChartKind.COLUMNS,
        title=gettext("As people tell it, and as it was found"),
        told=say_entries(asked),
        shows=gettext(
            "Two bars for each place and problem: complaints that tell it, and those in which it was found true."
        ),
        first=f"{code_text('problems_by', by.value)} · {gettext('Problem')}",
        columns=(
            Column(gettext("Complaints"), Draws.BAR),
            Column(gettext("Matters")),
            Column(gettext("Times, as told")),
            Column(gettext("Matters with that number")),
            Column(gettext("Times, median")),
            Column(gettext("Found true"), Draws.BAR),
            Column(gettext("Times, as found")),
            Column(gettext("Found true with that number")),
        ),
        rows=rows,
        totals=tuple(_row(line, asked, gettext("All together"), "") for line in table.totals),
        cut=say_cut(table.lines),
        most=MOST_BARS,
    )


def _row(line: ProblemLine, asked: AskedEntries, label: str, narrowing: str) -> ChartRow:
    told, true, kind = line.told, line.true, line.told.code
    place = {narrowing: told.place} if narrowing else {}
    opens = partial(ledger_of_entries, asked, problem=kind, **place)
    cells = (
        count_cell(told.cases, opens()),
        count_cell(told.entries),
        *_times(told),
        count_cell(told.spread.median if told.spread else None),
        count_cell(true.cases if true else 0, opens(problem_true="yes")),
        *_times(true),
    )
    return ChartRow(f"{label} · {code_text('category', kind)}", cells)


def _times(line: EntryLine | None) -> tuple[Cell, Cell]:
    """How many times together, and of how many matters a number is on record."""
    if line is None or line.spread is None:
        return count_cell(None), count_cell(0)
    return count_cell(line.spread.total), count_cell(line.spread.cases)


def _chart_of_ours(table: ProblemTable, asked: AskedEntries) -> Chart:
    name = name_values("handling_unit", [line.place for line in table.ours])
    return Chart(
        code="problems-seen",
        kind=ChartKind.COLUMNS,
        title=gettext("Seen by the office in its own handling"),
        told=say_entries(asked),
        shows=gettext("Two bars for each unit and what was seen: complaints, and the number of times."),
        first=f"{gettext('Handling unit')} · {gettext('What was seen')}",
        columns=(
            Column(gettext("Complaints"), Draws.BAR),
            Column(gettext("Number of times"), Draws.BAR),
        ),
        rows=tuple(_row_of_ours(line, asked, name) for line in table.ours[:MOST_ROWS]),
        cut=say_cut(table.ours),
        means=(
            gettext(
                "Not what people complain of, but what we did with their complaints: supplements asked for twice or more, "
                "and referrals that a unit sent back. Contradictory answers leave no trace of their own here."
            ),
        ),
        most=MOST_BARS,
    )


def _row_of_ours(line: EntryLine, asked: AskedEntries, name: _Name) -> ChartRow:
    address = ledger_of_entries(asked, mark=line.code, unit=line.place)
    cells = (count_cell(line.cases, address), count_cell(line.spread.total if line.spread else 0))
    return ChartRow(f"{name(line.place)} · {code_text('ledger_mark', line.code)}", cells)


def _namer(by: ProblemsBy, table: ProblemTable) -> _Name:
    if by is ProblemsBy.TIMES:
        return lambda place: gettext("%(n)s times", n=place) if place else gettext("number not on record")
    group = "items" if by is ProblemsBy.ITEM else "handling_unit"
    return name_values(group, [line.told.place for line in table.lines])
