"""`/analysis`: charts of complaints (定量分析), each with its table; its numbers open their cases, it leaves for a purpose."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from api.context import current_actor, make_unit, office_now
from api.i18n import code_text
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.analysis_form import Analysis, AskedAnalysis, Shown, analysis_address, read_analysis
from api.staff.analysis_list import ANALYSES, find_analysis
from api.staff.chart import Chart
from api.staff.chart_source import ChartSource, find_source
from api.staff.entries_form import PAGES
from api.staff.figures import NARROWING
from api.staff.figures_form import NARROWED, SPANS
from api.table_files import CSV_TYPE, write_csv
from models.clock.legal_time import beijing_date
from models.ground.errors import FiguresAway, InvalidInput, NotFound
from services.lists.case_table import LONGEST_PURPOSE
from services.lists.take_chart import TakeChart, take_chart
from services.office.unit_options import list_every_unit_option

blueprint = Blueprint("staff_analysis", __name__, url_prefix="/analysis")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def analysis() -> str:
    """The look that the address names; while the store is away the page says so, and what to do."""
    chosen, now = find_analysis(request.args.get("of")), office_now()
    asked = read_analysis(chosen, request.args, now, beijing_date(now))
    shown: Shown | None
    try:
        shown = chosen.read(asked)
    except FiguresAway:
        shown = None
    with make_unit().reading() as unit:
        units = list_every_unit_option(unit)
    values = asked.values
    plain = {name: value for name, value in values.items() if name not in (*NARROWED, "lateness")}
    further = {choice.name: choice.codes for choice in chosen.choices}
    return render_template(
        "staff/analysis.html",
        chosen=chosen,
        ways=_list_ways(chosen, asked),
        asked=asked,
        shown=shown,
        values=values,
        units=units,
        choices={**NARROWING, "span": tuple(SPANS), "day": chosen.days, **further},
        narrowed=any(values.get(name) for name in (*NARROWED, "lateness")),
        here=analysis_address(values),
        all_address=analysis_address(plain),
        table_address=lambda code: analysis_address({**values, "chart": code}, "/analysis/table"),
    )


def _list_ways(chosen: Analysis, asked: AskedAnalysis) -> list[dict[str, object]]:
    """The other looks at the same complaints; of their own usual period where none was chosen."""
    kept = {*NARROWED, "lateness", "day"} | (
        {"span", "at", "from", "until"} if request.args.get("span") else set()
    )
    common = {name: value for name, value in asked.values.items() if name in kept}
    charts: list[dict[str, object]] = [
        {
            "label": code_text("analysis", analysis.code),
            "address": analysis_address({"of": analysis.code, **common}),
            "is_current": analysis is chosen,
        }
        for analysis in ANALYSES
    ]
    tables: list[dict[str, object]] = [
        {"label": code_text("analysis_page", page), "address": f"/analysis/{page}"} for page in PAGES
    ]
    return charts + tables


@blueprint.get("/table")
@permission(Permission.SUPERVISE)
def chart_table_form() -> str:
    """What the numbers of a chart are taken for; they are counted when they are taken."""
    return _form(find_source(request.args), {})


@blueprint.post("/table")
@permission(Permission.SUPERVISE)
def chart_table() -> Response | tuple[str, int]:
    """The table of the chart; on record before its first byte."""
    source = find_source(request.form)
    chart = _get_chart(source)
    told = {name: value for name, value in source.values.items() if value}
    command = TakeChart(chart.code, len(chart.rows), request.form.get("purpose", ""), told)
    try:
        take_chart(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(source, dict(refused.errors)), 422
    name = f"{chart.code}-{beijing_date(office_now()).isoformat()}.csv"
    return send_stream(write_csv(chart.head, chart.as_lines()), name, CSV_TYPE)


def _get_chart(source: ChartSource) -> Chart:
    code = request.values.get("chart", "")
    for chart in source.read():
        if chart.code == code:
            return chart
    raise NotFound


def _form(source: ChartSource, errors: dict[str, str]) -> str:
    fields = {**source.values, "chart": request.values.get("chart", "")}
    return render_template(
        "staff/chart_table.html",
        source=source,
        fields=[(name, value) for name, value in fields.items() if value],
        values={"purpose": request.form.get("purpose", "")},
        errors=errors,
        longest_purpose=LONGEST_PURPOSE,
    )
