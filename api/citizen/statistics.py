"""`/statistics`: what became of the complaints of a month, quarter, half-year or year, for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from api.citizen.public_tables import list_public_sheets, smallest_group, word_rates
from api.context import make_unit
from api.period_words import word_period
from api.security.permissions import Permission, permission
from models.ground.summary_codes import PeriodKind
from services.openness.read_statistics import MonthTotals, read_statistics
from services.summaries.figures import NONE

blueprint = Blueprint("citizen_statistics", __name__, url_prefix="/statistics")

_LONGEST_NAME = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of the drawing: its words, its numbers, and how high they stand from 0 to 100."""

    label: str
    received: int | None
    closed: int | None
    received_height: int
    closed_height: int


@blueprint.get("")
@permission(Permission.PUBLIC)
def statistics() -> str:
    """One period; without a name the newest month."""
    name = request.args.get("period", "")[:_LONGEST_NAME]
    found = read_statistics(name or None, make_unit())
    numbers = found.shown.numbers if found.shown else None
    return render_template(
        "citizen/statistics.html",
        found=found,
        word_period=word_period,
        kinds=list(PeriodKind),
        sheets=list_public_sheets(numbers) if numbers else (),
        rates=tuple(word_rates(numbers)) if numbers else (),
        bars=_bars(found.months),
        smallest=smallest_group(),
        none=NONE,
    )


def _bars(months: tuple[MonthTotals, ...]) -> list[Bar]:
    most = max((number for one in months for number in (one.received, one.closed) if number), default=1)
    return [
        Bar(
            one.period.name,
            one.received,
            one.closed,
            100 * (one.received or 0) // most,
            100 * (one.closed or 0) // most,
        )
        for one in months
    ]
