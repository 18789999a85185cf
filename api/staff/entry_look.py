"""A page of analysis by entries: its charts for what its form sends, shown, or handed out by `/analysis/table`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template

from api.context import make_unit
from api.i18n import gettext
from api.staff.analysis_form import Shown
from api.staff.analysis_words import say_days, say_narrowed
from api.staff.chart import Cell, Column, count_cell, number_cell
from api.staff.entries_form import PAGES
from api.staff.figures_form import page_address
from models.ground.errors import FiguresAway
from services.figures.ask_entries import AskedEntries
from services.figures.period import FigurePeriod
from services.office.unit_options import Option, list_every_unit_option
from services.ports.figures import Spread

# Rows that a table has; who looks for one beyond narrows. Of these the first are drawn.
MOST_ROWS, MOST_BARS = 100, 20


@dataclass(frozen=True, slots=True)
class Look:
    """One of PAGES by its code; `values` are the fields of its form, `told` says of which complaints its charts are.

    `read` may raise FiguresAway.
    """

    code: str
    period: FigurePeriod
    values: Mapping[str, str]
    told: str
    read: Callable[[], Shown]

    @property
    def address(self) -> str:
        """The page with these fields."""
        return page_address(f"/analysis/{self.code}", self.values)

    def table_address(self, chart: str) -> str:
        """Where the table of one of its charts is taken away."""
        return page_address("/analysis/table", {"of": self.code, **self.values, "chart": chart})


def show_look(look: Look, template: str, **further: object) -> str:
    """The page; while the store is away it says so, and what to do."""
    shown: Shown | None
    try:
        shown = look.read()
    except FiguresAway:
        shown = None
    return render_template(
        template, look=look, period=look.period, shown=shown, values=look.values, entry_pages=PAGES, **further
    )


def say_entries(asked: AskedEntries) -> str:
    """Which complaints are looked at: a picture and a print leave their page."""
    return " · ".join((say_days(asked.period, asked.day), *say_narrowed(asked.narrowed)))


def say_cut(rows: Sequence[object]) -> str:
    """A sentence where a table does not have all of its rows."""
    if len(rows) <= MOST_ROWS:
        return ""
    return gettext("The %(n)d with the most, of %(all)d.", n=MOST_ROWS, all=len(rows))


def list_units() -> list[Option]:
    """The units that a form can narrow by."""
    with make_unit().reading() as unit:
        return list_every_unit_option(unit)


def spread_columns(mean: str) -> tuple[Column, Column, Column]:
    """The heads of how a number spreads: `mean` is that of its mean."""
    return Column(mean), Column(gettext("median")), Column(gettext("nine of ten within"))


def spread_cells(spread: Spread | None) -> tuple[Cell, Cell, Cell]:
    """Mean, median and what nine of ten are within; strokes where there is none."""
    if spread is None:
        return number_cell(None), count_cell(None), count_cell(None)
    return number_cell(spread.mean), count_cell(spread.median), count_cell(spread.p90)
