"""Sentences that all analyses have in common."""

from __future__ import annotations

from collections.abc import Iterator

from api.i18n import code_text, gettext
from api.staff.analysis_form import AskedAnalysis
from api.staff.figure_names import name_values


def say_period(asked: AskedAnalysis) -> str:
    """Which days, by which day of a complaint, and what it is narrowed to: a picture and a print leave their page."""
    told = gettext(
        "%(begins)s to %(ends)s, by %(day)s",
        begins=asked.period.begins.isoformat(),
        ends=asked.period.ends.isoformat(),
        day=code_text("figure_day", asked.figures.day),
    )
    return " · ".join((told, *_say_narrowed(asked)))


def _say_narrowed(asked: AskedAnalysis) -> Iterator[str]:
    for group, value in asked.figures.narrowed.items():
        name = name_values(group, [value])(value)
        yield gettext("%(field)s: %(value)s", field=code_text("figure_group", group), value=name)
    if asked.figures.lateness:
        yield code_text("figure_lateness", asked.figures.lateness)
