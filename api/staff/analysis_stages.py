"""`/analysis/stages`: how long complaints waited in each stage, with the bottleneck in words, and those that waited longest."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.entries_form import CHOICES, PAGES, entry_values, read_asked_entries
from api.staff.figure_names import name_values
from api.staff.figures_form import page_address
from models.clock.legal_time import beijing_date
from models.ground.errors import FiguresAway
from services.figures.count_stages import MOST_SHOWN, WAITING, count_stages, list_waited
from services.office.unit_options import list_every_unit_option

blueprint = Blueprint("staff_analysis_stages", __name__, url_prefix="/analysis/stages")

MOST_LINES = 100


@blueprint.get("")
@permission(Permission.SUPERVISE)
def stages() -> str:
    """By what stands in the address, with the complaints of one stage where that is asked for."""
    asked = read_asked_entries(request.args, beijing_date(make_unit().ports.clock.now()))
    stage = next((stage for stage in WAITING if stage.value == request.args.get("stage")), None)
    try:
        table = count_stages(asked, make_unit(), current_actor())
        waited = list_waited(asked, stage, make_unit(), current_actor()) if stage else []
    except FiguresAway:
        table, waited = None, []
    with make_unit().reading() as unit:
        units = list_every_unit_option(unit)
    values = entry_values(asked, request.args)
    units_told = {line.place for line in table.by_unit} if table else ()
    return render_template(
        "staff/analysis_stages.html",
        table=table,
        stage=stage,
        waited=waited,
        most_shown=MOST_SHOWN,
        most_lines=MOST_LINES,
        asked=asked,
        values=values,
        units=units,
        unit_of=name_values("handling_unit", units_told),
        address=lambda **further: f"{page_address('/analysis/stages', values | further)}#waited",
        entry_pages=PAGES,
        choices=CHOICES,
    )
