"""The looks at the complaints that the analysis has, in the order of its tabs; a further one is a line here."""

from __future__ import annotations

from api.staff.analysis_form import Analysis
from api.staff.analysis_hours import HOURS_OF_WEEK
from api.staff.analysis_pareto import PARETO
from api.staff.analysis_trend import TREND

ANALYSES = (TREND, HOURS_OF_WEEK, PARETO)


def find_analysis(code: str | None) -> Analysis:
    """The one of that code, else the first."""
    return next((analysis for analysis in ANALYSES if analysis.code == code), ANALYSES[0])
