"""Periods in words, as people say them."""

from __future__ import annotations

from flask import Flask

from api.i18n import gettext
from models.ground.summary_codes import PeriodKind
from services.summaries.period import Period, period_named


def word_period(period: Period) -> str:
    """As people say it: `2026年第四季度`."""
    year, month = period.begins_on.year, period.begins_on.month
    if period.kind is PeriodKind.MONTH:
        return gettext("%(year)d-%(month)02d, month", year=year, month=month)
    if period.kind is PeriodKind.QUARTER:
        return gettext("%(year)d, quarter %(no)d", year=year, no=(month + 2) // 3)
    if period.kind is PeriodKind.HALF_YEAR:
        return (
            gettext("%(year)d, first half", year=year)
            if month == 1
            else gettext("%(year)d, second half", year=year)
        )
    return gettext("%(year)d, whole year", year=year)


def register_period_words(app: Flask) -> None:
    """Bind the filter that templates use: the name of a period (`2026-Q4`) in words."""
    app.jinja_env.filters["period"] = lambda name: word_period(period_named(name))
