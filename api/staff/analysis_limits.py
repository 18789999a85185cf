"""`/analysis/limits`: where limits were lost, by unit and kind, with what was handled once more and what came again."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.entries_form import CHOICES, PAGES, entry_values, ledger_of_entries, read_asked_entries
from api.staff.figure_names import name_values
from models.clock.legal_time import beijing_date
from models.ground.errors import FiguresAway
from services.figures.count_lost import count_lost
from services.figures.definitions import REDONE_RATE
from services.office.unit_options import list_every_unit_option

blueprint = Blueprint("staff_analysis_limits", __name__, url_prefix="/analysis/limits")

MOST_LINES = 100


@blueprint.get("")
@permission(Permission.SUPERVISE)
def limits() -> str:
    """By what stands in the address; while the store is away the page says so, and what to do."""
    asked = read_asked_entries(request.args, beijing_date(make_unit().ports.clock.now()))
    try:
        table = count_lost(asked, make_unit(), current_actor())
    except FiguresAway:
        table = None
    with make_unit().reading() as unit:
        units = list_every_unit_option(unit)
    units_told = {row.unit for row in table.units} | {line.place for line in table.lines} if table else ()
    return render_template(
        "staff/analysis_limits.html",
        table=table,
        most_lines=MOST_LINES,
        asked=asked,
        values=entry_values(asked, request.args),
        units=units,
        unit_of=name_values("handling_unit", units_told),
        redone_rate=REDONE_RATE,
        ledger_of=lambda **codes: ledger_of_entries(asked, **codes),
        entry_pages=PAGES,
        choices=CHOICES,
    )
