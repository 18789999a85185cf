"""`/figures`: what is counted of complaints in a period, each number with its definition, beside the period and year before."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.i18n import language
from api.security.permissions import Permission, permission
from api.staff.figure_names import name_values
from api.staff.figures_form import (
    BY,
    SPANS,
    as_values,
    coverage_of,
    ledger_of,
    page_address,
    read_asked,
    read_span,
)
from models.case.lifecycle import Outcome
from models.clock.legal_time import beijing_date
from models.ground.cause_codes import CauseCoding, CauseRoot
from models.ground.codes import Category, Channel
from models.ground.errors import FiguresAway
from services.figures.columns import DAYS
from services.figures.definitions import FIGURES, SPREADS
from services.figures.read_figures import AskedFigures, Compared, FigureTable, read_figures
from services.ledger.limits import Lateness
from services.office.causes import map_cause_names
from services.office.unit_options import list_every_unit_option
from services.ports.figures import BY_MONTH

blueprint = Blueprint("staff_figures", __name__, url_prefix="/figures")

# Lines of one page; who looks for one beyond narrows.
MOST_LINES = 100
_IN_ORDER = frozenset({BY_MONTH, "received_hour", "received_weekday"})


@blueprint.get("")
@permission(Permission.SUPERVISE)
def figures() -> str:
    """By what stands in the address; while the store is away the page says so, and what to do."""
    asked, span = (
        read_asked(request.args, beijing_date(make_unit().ports.clock.now())),
        read_span(request.args),
    )
    try:
        table = read_figures(asked, make_unit(), current_actor())
        coverage = _read_coverage(asked)
    except FiguresAway:
        table, coverage = None, ()
    lines = _most(table, asked) if table else []
    with make_unit().reading() as unit:
        units = list_every_unit_option(unit)
    values = as_values(asked, span)
    return render_template(
        "staff/figures.html",
        table=table,
        lines=lines,
        name_of=name_values(asked.group or "", [line.value for line in lines]),
        asked=asked,
        values=values,
        units=units,
        address=lambda **changed: page_address("/figures", values | changed),
        ledger_of=lambda value=None, **further: ledger_of(asked, value, **further),
        definitions=FIGURES,
        spreads=SPREADS,
        coverage=coverage,
        causes=map_cause_names(make_unit(), language()),
        choices=_CHOICES,
    )


def _read_coverage(asked: AskedFigures) -> tuple[tuple[str, int, str | None], ...]:
    """How far causes are told of what was found true: each way with its number and its ledger."""
    whole = coverage_of(asked)
    if whole is None:
        return ()
    table = read_figures(whole, make_unit(), current_actor())
    numbers = {line.value: line.now.parts.get("cases", 0) for line in table.lines}
    return tuple(
        (coding.value, numbers.get(coding, 0), ledger_of(whole, coding.value)) for coding in CauseCoding
    )


# What narrows, and its codes, for the fields of figure_filter.html.
NARROWING: Mapping[str, tuple[StrEnum | str, ...]] = {
    "lateness": tuple(Lateness),
    "channel": tuple(Channel),
    "category": tuple(Category),
    "outcome": tuple(Outcome),
    "root": tuple(CauseRoot),
}
_CHOICES = {**NARROWING, "span": tuple(SPANS), "day": DAYS, "by": BY}


def _most(table: FigureTable, asked: AskedFigures) -> list[Compared]:
    """Months, hours and weekdays in their order, all else with the most first."""
    if asked.group in _IN_ORDER:
        return sorted(table.lines, key=lambda line: (len(line.value), line.value))
    return sorted(table.lines, key=lambda line: (-line.now.parts.get("cases", 0), line.value))[:MOST_LINES]
