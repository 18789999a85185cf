"""Sentences that all analyses have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.i18n import code_text, gettext
from api.staff.analysis_form import AskedAnalysis
from api.staff.figure_names import name_values
from services.figures.period import FigurePeriod


def say_period(asked: AskedAnalysis) -> str:
    """Which days, by which day of a complaint, and what it is narrowed to: a picture and a print leave their page."""
    told = [say_days(asked.period, asked.figures.day), *say_narrowed(asked.figures.narrowed)]
    if asked.figures.lateness:
        told.append(code_text("figure_lateness", asked.figures.lateness))
    return " · ".join(told)


def say_days(period: FigurePeriod, day: str) -> str:
    """From when to when, by which day of a complaint."""
    begins, ends = period.begins.isoformat(), period.ends.isoformat()
    return gettext(
        "%(begins)s to %(ends)s, by %(day)s", begins=begins, ends=ends, day=code_text("figure_day", day)
    )


def say_narrowed(narrowed: Mapping[str, str]) -> Iterator[str]:
    """Each field by which complaints are narrowed, with its value by name."""
    for group, value in narrowed.items():
        name = name_values(group, [value])(value)
        yield gettext("%(field)s: %(value)s", field=code_text("figure_group", group), value=name)
