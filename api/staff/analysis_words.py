"""Sentences that all analyses have in common."""

from __future__ import annotations

from api.i18n import code_text, gettext
from api.staff.analysis_form import AskedAnalysis


def say_period(asked: AskedAnalysis) -> str:
    """Which days, by which day of a complaint."""
    return gettext(
        "%(begins)s to %(ends)s, by %(day)s",
        begins=asked.period.begins.isoformat(),
        ends=asked.period.ends.isoformat(),
        day=code_text("figure_day", asked.figures.day),
    )
