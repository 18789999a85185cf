"""`/analysis/rates`: complaints per 1,000 transactions by window, item and unit, and the import of how many there were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.entries_form import PAGES
from api.staff.figure_names import name_values
from api.staff.figures_form import SPANS, ledger_of, read_period, read_span
from models.clock.legal_time import beijing_date
from models.ground.errors import FiguresAway, InvalidInput
from services.figures.count_rates import PER, RateBy, count_rates
from services.figures.import_volumes import Imported, import_volumes, list_imports
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures
from services.figures.read_volumes import HEADINGS, MOST_BYTES, REQUIRED
from services.office.people_names import map_people_names

blueprint = Blueprint("staff_analysis_rates", __name__, url_prefix="/analysis/rates")

MOST_LINES = 100
MOST_WRONG = 200
# Volumes are of months: typed days have none.
_SPANS = tuple(span for span, months in SPANS.items() if months)


@blueprint.get("")
@permission(Permission.SUPERVISE)
def rates() -> str:
    """By what stands in the address; while the store is away the page says so, and what to do."""
    sent = {**request.args.to_dict(), **({"span": "month"} if read_span(request.args) not in _SPANS else {})}
    asked = AskedFigures(_read_ended(sent))
    told = request.args.get("by", "")
    by = RateBy(told) if told in set(RateBy) else RateBy.WINDOW
    try:
        table = count_rates(asked, by, make_unit(), current_actor())
    except FiguresAway:
        table = None
    return render_template(
        "staff/analysis_rates.html",
        table=table,
        lines=list(table.lines[:MOST_LINES]) if table else [],
        asked=asked,
        values={"span": read_span(sent), "by": by.value},
        name_of=name_values(by.value, [line.place for line in table.lines] if table else ()),
        ledger_of=lambda place: ledger_of(AskedFigures(asked.period, group=by.value), place),
        per=PER,
        entry_pages=PAGES,
        choices={"span": _SPANS, "by": tuple(RateBy)},
    )


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
