"""`/analysis/problems`: 反复提交材料, 口径不一 and 推诿扯皮 by unit, item and number of times."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.i18n import gettext
from api.security.permissions import Permission, permission
from api.staff.entries_form import CHOICES, PAGES, entry_values, ledger_of_entries, read_asked_entries
from models.clock.legal_time import beijing_date
from models.ground.errors import FiguresAway
from services.figures.count_problems import ProblemsBy, ProblemTable, count_problems
from services.office.unit_options import list_every_unit_option
from services.views.organisation_names import map_codes_to_names

blueprint = Blueprint("staff_analysis_problems", __name__, url_prefix="/analysis/problems")

MOST_LINES = 100


@blueprint.get("")
@permission(Permission.SUPERVISE)
def problems() -> str:
    """By what stands in the address; while the store is away the page says so, and what to do."""
    asked = read_asked_entries(request.args, beijing_date(make_unit().ports.clock.now()))
    told = request.args.get("by", "")
    by = ProblemsBy(told) if told in set(ProblemsBy) else ProblemsBy.UNIT
    try:
        table = count_problems(asked, by, make_unit(), current_actor())
    except FiguresAway:
        table = None
    with make_unit().reading() as unit:
        units = list_every_unit_option(unit)
    return render_template(
        "staff/analysis_problems.html",
        table=table,
        lines=list(table.lines[:MOST_LINES]) if table else [],
        asked=asked,
        by=by,
        values=entry_values(asked, request.args) | {"by": by.value},
        units=units,
        name_of=_namer(by, table),
        ledger_of=lambda **codes: ledger_of_entries(asked, **codes),
        entry_pages=PAGES,
        choices=CHOICES | {"by": tuple(ProblemsBy)},
    )


def _namer(by: ProblemsBy, table: ProblemTable | None) -> Callable[..., str]:
    """The name of a place in the language of the request; of a unit where that is asked for."""
    names = map_codes_to_names(_list_codes(by, table), make_unit())

    def name(place: str, of: ProblemsBy = by) -> str:
        if of is ProblemsBy.TIMES:
            return gettext("%(n)s times", n=place) if place else gettext("number not on record")
        return names.get(place, place) if place else gettext("nothing on record")

    return name


def _list_codes(by: ProblemsBy, table: ProblemTable | None) -> list[str]:
    if table is None:
        return []
    lines: Iterable[str] = () if by is ProblemsBy.TIMES else (line.told.place for line in table.lines)
    return [code for code in (*lines, *(line.place for line in table.ours)) if code]
