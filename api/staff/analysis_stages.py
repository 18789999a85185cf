"""`/analysis/stages`: how long complaints waited in each stage, with the bottleneck in words, and those that waited longest."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.i18n import gettext
from api.security.permissions import Permission, permission
from api.staff.entries_form import CHOICES, PAGES, entry_values, read_asked_entries
from models.clock.legal_time import beijing_date
from models.ground.errors import FiguresAway
from services.figures.count_stages import MOST_SHOWN, WAITING, StageTable, count_stages, list_waited
from services.office.unit_options import list_every_unit_option
from services.views.organisation_names import map_codes_to_names

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
        unit_of=_namer(table),
        address=lambda **further: _address(values, further),
        entry_pages=PAGES,
        choices=CHOICES,
    )


def _address(values: dict[str, str], further: dict[str, str]) -> str:
    told = {name: value for name, value in (values | further).items() if value}
    return f"/analysis/stages?{urlencode(told)}#waited"


def _namer(table: StageTable | None) -> Callable[[str], str]:
    codes = {line.place for line in table.by_unit} if table else set()
    names = map_codes_to_names(sorted(codes - {""}), make_unit())
    return lambda code: names.get(code, code) if code else gettext("nothing on record")
