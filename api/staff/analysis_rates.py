"""`/analysis/rates`: complaints per 1,000 transactions by window, item and unit, and the import of how many there were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import code_text, gettext
from api.security.permissions import Permission, permission
from api.staff.analysis_form import Shown
from api.staff.analysis_words import say_days
from api.staff.chart import Cell, Chart, ChartKind, ChartRow, Column, Draws, Mark, count_cell, number_cell
from api.staff.entries_form import PAGES
from api.staff.entry_look import MOST_BARS, MOST_ROWS, Look, show_look
from api.staff.figure_names import name_values
from api.staff.figures_form import SPANS, ledger_of, read_period, read_span
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput
from services.figures.count_rates import RateBy, RateLine, RateTable, count_rates
from services.figures.import_volumes import Imported, import_volumes, list_imports
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures
from services.figures.read_volumes import HEADINGS, MOST_BYTES, REQUIRED
from services.office.people_names import map_people_names

blueprint = Blueprint("staff_analysis_rates", __name__, url_prefix="/analysis/rates")

MOST_WRONG = 200
# Volumes are of months: typed days have none.
_SPANS = tuple(span for span, months in SPANS.items() if months)


@blueprint.get("")
@permission(Permission.SUPERVISE)
def rates() -> str:
    """By what stands in the address."""
    choices = {"span": _SPANS, "by": tuple(RateBy)}
    return show_look(look_at_rates(request.args), "staff/analysis_rates.html", choices=choices)


def look_at_rates(sent: Mapping[str, str]) -> Look:
    """By window, in months that have ended, where nothing else is asked for."""
    fields = {**sent, **({"span": "month"} if read_span(sent) not in _SPANS else {})}
    period, told = _read_ended(fields), sent.get("by", "")
    by = RateBy(told) if told in set(RateBy) else RateBy.WINDOW
    values = {"span": read_span(fields), "at": period.begins.isoformat(), "by": by.value}
    return Look("rates", period, values, say_days(period, "received_on"), partial(_read, period, by))


def _read(period: FigurePeriod, by: RateBy) -> Shown:
    table = count_rates(AskedFigures(period), by, make_unit(), current_actor())
    return Shown((_chart(table, period, by),), table.read_at)


def _chart(table: RateTable, period: FigurePeriod, by: RateBy) -> Chart:
    shown, kind = table.lines[:MOST_ROWS], code_text("figure_group", by.value)
    name = name_values(by.value, [line.place for line in shown])
    asked = AskedFigures(period, group=by.value)
    # Without a rate there is nothing to compare: what is drawn are the complaints.
    has_rates = table.whole is not None
    return Chart(
        code="rates",
        kind=ChartKind.COLUMNS,
        title=gettext("Complaints per transactions"),
        told=say_days(period, "received_on"),
        shows=gettext("A bar for each place, those that are surely above all together with a frame."),
        first=kind,
        columns=(
            Column(gettext("Complaints"), None if has_rates else Draws.BAR),
            Column(gettext("Transactions")),
            Column(gettext("per 1,000"), Draws.BAR if has_rates else None),
            Column(gettext("at least")),
            Column(gettext("at most")),
            Column(gettext("Against all together")),
        ),
        rows=tuple(_row(line, table, name(line.place), ledger_of(asked, line.place)) for line in shown),
        findings=tuple(_find(table)),
        cut=_say_first(table),
        most=MOST_BARS,
    )


def _row(line: RateLine, table: RateTable, label: str, address: str | None) -> ChartRow:
    rate, is_above = line.rate, table.stands_out(line)
    cells = (
        count_cell(line.complaints, address),
        count_cell(line.volume),
        *(number_cell(number) for number in ((rate.value, rate.lower, rate.upper) if rate else (None,) * 3)),
        Cell(_say_against(line, is_above)),
    )
    return ChartRow(label, cells, Mark.ABOVE if is_above else Mark.REST)


def _say_against(line: RateLine, is_above: bool) -> str:
    if line.rate is not None:
        return gettext("surely above") if is_above else gettext("not surely above")
    if not line.missing:
        return gettext("no rate: no transaction in the period")
    months = "、".join(f"{month:%Y-%m}" for month in line.missing)
    return gettext("no rate: no number of transactions of %(months)s", months=months)


def _find(table: RateTable) -> list[str]:
    whole = table.whole
    if whole is None:
        return [
            gettext(
                "No numbers of transactions are there for all months of this period: complaints are counted, rates are not."
            )
        ]
    return [
        gettext(
            "All with a rate together: %(rate)s per 1,000 (%(low)s to %(high)s).",
            rate=f"{whole.value:.1f}",
            low=f"{whole.lower:.1f}",
            high=f"{whole.upper:.1f}",
        )
    ]


def _say_first(table: RateTable) -> str:
    """They stand in the order of what is certain, not of the most."""
    shown, there = MOST_ROWS, len(table.lines)
    return gettext("The first %(n)d, of %(all)d.", n=shown, all=there) if there > shown else ""


def _read_ended(sent: Mapping[str, str]) -> FigurePeriod:
    """The months of the period that have ended, as volumes are of these alone; the last one where none is asked for."""
    last = beijing_date(make_unit().ports.clock.now()).replace(day=1) - timedelta(days=1)
    period = read_period(sent, last)
    return replace(period, ends=min(period.ends, last)) if period.begins <= last else period


@blueprint.get("/volumes")
@permission(Permission.SUPERVISE)
def volumes() -> str:
    """The form to take in a file, and the last ones with who took them in."""
    return _volumes({}, None)


@blueprint.post("/volumes")
@permission(Permission.SUPERVISE)
def take_in() -> BaseResponse | tuple[str, int]:
    """Take in the whole file, or nothing of it and say which rows are wrong."""
    file = request.files.get("file")
    content = file.stream.read(MOST_BYTES + 1) if file is not None else b""
    try:
        done = import_volumes(content, make_unit(), current_actor())
    except InvalidInput as refused:
        return _volumes(refused.errors, None), 422
    if done.wrong:
        return _volumes({"file": "VOLUME_ROWS_WRONG"}, done), 422
    return redirect(f"/analysis/rates/volumes?rows={done.rows}&replaced={done.replaced}", code=303)


def _volumes(errors: Mapping[str, str], done: Imported | None) -> str:
    imports = list_imports(make_unit(), current_actor())
    with make_unit().reading() as unit:
        people = map_people_names(unit, logins={row.by for row in imports})
    return render_template(
        "staff/analysis_volumes.html",
        people=people,
        errors=errors,
        wrong=list(done.wrong[:MOST_WRONG]) if done else [],
        number_wrong=len(done.wrong) if done else 0,
        rows=request.args.get("rows", type=int),
        replaced=request.args.get("replaced", 0, type=int),
        imports=imports,
        columns=HEADINGS,
        required=REQUIRED,
        entry_pages=PAGES,
    )
