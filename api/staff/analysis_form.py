"""What of the analysis is asked for, as its form sends it and as an address has it: the fields of the figures, and a few more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from api.staff.chart import Chart
from api.staff.figures_form import DAYS_OF_LEDGER, as_values, page_address, read_asked, read_span
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures

# The days of a complaint by which the ledger opens what is counted.
DAYS_THAT_OPEN = tuple(DAYS_OF_LEDGER)


@dataclass(frozen=True, slots=True)
class Choice:
    """A further field of an analysis: the codes that it takes, the first where none is known; `words` is their kind."""

    name: str
    codes: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class AskedAnalysis:
    """What is asked for now. `chosen` has a code for each further field; `values` are all fields as the form has them."""

    figures: AskedFigures
    chosen: Mapping[str, str]
    values: Mapping[str, str]
    now: datetime

    @property
    def period(self) -> FigurePeriod:
        """The days that are looked at."""
        return self.figures.period


@dataclass(frozen=True, slots=True)
class Shown:
    """The charts of a page, and the moment that their numbers are of. None of them has a row where there is nothing to tell."""

    charts: tuple[Chart, ...]
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Analysis:
    """One look at the complaints: `analysis.CODE` is its name, `analysis_does.CODE` what it tells.

    `read` may raise FiguresAway. `months` are those of the period that it begins with, up to the one of today.
    """

    code: str
    read: Callable[[AskedAnalysis], Shown]
    choices: tuple[Choice, ...] = ()
    months: int = 12
    days: tuple[str, ...] = field(default=DAYS_THAT_OPEN)


def read_analysis(analysis: Analysis, sent: Mapping[str, str], now: datetime, today: date) -> AskedAnalysis:
    """What is unknown is left out; without a period the usual one of the analysis."""
    fields = {name: sent[name] for name in sent} | _usual_period(analysis, sent, today)
    if fields.get("day") not in analysis.days:
        fields["day"] = analysis.days[0]
    chosen = {
        choice.name: told if (told := sent.get(choice.name, "")) in choice.codes else choice.codes[0]
        for choice in analysis.choices
    }
    asked = read_asked(fields | chosen, today)
    values = as_values(asked, read_span(fields)) | {"of": analysis.code} | chosen
    return AskedAnalysis(asked, chosen, values, now)


def analysis_address(values: Mapping[str, str], path: str = "/analysis") -> str:
    """The page with these fields."""
    return page_address(path, values)


def _usual_period(analysis: Analysis, sent: Mapping[str, str], today: date) -> dict[str, str]:
    if sent.get("span"):
        return {}
    ends = FigurePeriod.of_months(today.year, today.month, 1)
    begins = ends.begins_after(-analysis.months)
    return {"span": "days", "from": begins.isoformat(), "until": ends.ends.isoformat()}
