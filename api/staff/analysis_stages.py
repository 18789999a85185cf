"""`/analysis/stages`: how long complaints waited in each stage, with the bottleneck in words, and those that waited longest."""

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
from api.staff.entries_form import CHOICES, entry_values, read_asked_entries
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
from api.staff.figures_form import page_address
from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date
from models.ground.errors import FiguresAway
from services.figures.ask_entries import AskedEntries
from services.figures.count_stages import WAITING, StageTable, WaitedList, count_stages, list_waited
from services.ledger.entry_filter import NOTHING
from services.ports.figures import EntryLine

blueprint = Blueprint("staff_analysis_stages", __name__, url_prefix="/analysis/stages")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def stages() -> str:
    """By what stands in the address, with the complaints of one stage where that is asked for."""
    stage = next((stage for stage in WAITING if stage.value == request.args.get("stage")), None)
    return show_look(
        look_at_stages(request.args),
        "staff/analysis_stages.html",
        stage=stage,
        waited=_list_waited(stage),
        units=list_units(),
        choices=CHOICES,
    )


def look_at_stages(sent: Mapping[str, str]) -> Look:
    """Stages that the complaints of a period have left."""
    asked = _read_asked(sent)
    values = entry_values(asked, sent)
    return Look("stages", asked.period, values, say_entries(asked), partial(_read, asked, values))


def _read_asked(sent: Mapping[str, str]) -> AskedEntries:
    return read_asked_entries(sent, beijing_date(make_unit().ports.clock.now()))


def _list_waited(stage: Stage | None) -> WaitedList:
    if stage is None:
        return WaitedList((), 0)
    try:
        return list_waited(_read_asked(request.args), stage, make_unit(), current_actor())
    except FiguresAway:
        return WaitedList((), 0)


def _read(asked: AskedEntries, values: Mapping[str, str]) -> Shown:
    table = count_stages(asked, make_unit(), current_actor())
    return Shown((_chart(table, asked, values), _chart_by_unit(table, asked, values)), table.read_at)


def _chart(table: StageTable, asked: AskedEntries, values: Mapping[str, str]) -> Chart:
    days = _columns_of_days()
    return Chart(
        code="stages",
        kind=ChartKind.COLUMNS,
        title=gettext("Time in each stage"),
        told=say_entries(asked),
        shows=gettext("A bar of working days together for each stage, in the order of the stages."),
        first=gettext("Stage"),
        columns=(*days[:2], Column(gettext("Share")), *days[2:]),
        rows=tuple(
            ChartRow(
                code_text("stage", line.code),
                _cells(line, _address(values, line.code), percent_cell(table.share(line))),
            )
            for line in table.lines
        ),
        findings=_find_bottleneck(table),
    )


def _chart_by_unit(table: StageTable, asked: AskedEntries, values: Mapping[str, str]) -> Chart:
    name = name_values("handling_unit", [line.place for line in table.by_unit])
    return Chart(
        code="stages-by-unit",
        kind=ChartKind.COLUMNS,
        title=gettext("By handling unit"),
        told=say_entries(asked),
        shows=gettext("A bar of working days together for each handling unit and stage, the most first."),
        first=f"{gettext('Handling unit')} · {gettext('Stage')}",
        columns=_columns_of_days(),
        rows=tuple(
            ChartRow(
                f"{name(line.place)} · {code_text('stage', line.code)}",
                _cells(line, _address(values, line.code, line.place)),
            )
            for line in table.by_unit[:MOST_ROWS]
        ),
        cut=say_cut(table.by_unit),
        most=MOST_BARS,
    )


def _columns_of_days() -> tuple[Column, ...]:
    return (
        Column(gettext("Complaints")),
        Column(gettext("Working days together"), Draws.BAR),
        *spread_columns(gettext("Working days, mean")),
    )


def _cells(line: EntryLine, address: str | None, *share: Cell) -> tuple[Cell, ...]:
    spread = line.spread
    days = count_cell(spread.total if spread else None)
    return count_cell(line.cases, address), days, *share, *spread_cells(spread)


def _address(values: Mapping[str, str], stage: str, unit: str | None = None) -> str:
    """The page with the complaints of the stage, of one unit where it is asked for, or of those with none on record."""
    place = {} if unit is None else {"unit": unit or NOTHING}
    return f"{page_address('/analysis/stages', {**values, 'stage': stage, **place})}#waited"


def _find_bottleneck(table: StageTable) -> tuple[str, ...]:
    worst = table.bottleneck
    if worst is None or worst.spread is None:
        return ()
    told = gettext(
        "The bottleneck is “%(stage)s”: %(share)s%% of all working days of waiting; "
        "half of the complaints waited %(median)d days there or less, nine of ten %(p90)d or less.",
        stage=code_text("stage", worst.code),
        share=f"{table.share(worst):.0f}",
        median=worst.spread.median,
        p90=worst.spread.p90,
    )
    return (told,)
