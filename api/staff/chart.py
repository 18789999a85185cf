"""A chart is a table: what is drawn, read aloud, pressed and taken away is the same; the page works without the drawing.

`api/pages/staff/chart.html` shows one, `web/charts/` draws it from what stands there, `api/staff/analysis.py` hands it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class ChartKind(StrEnum):
    """`columns`: bars and lines over the rows; `heat`: a square a cell, darker where there is more."""

    COLUMNS = "columns"
    HEAT = "heat"


class Draws(StrEnum):
    """How a column of numbers is drawn; `share` in percent by a scale of its own, the last three are limits of a line."""

    BAR = "bar"
    LINE = "line"
    SHARE = "share"
    CENTRE = "centre"
    LOW = "low"
    HIGH = "high"
    SQUARE = "square"


class Mark(StrEnum):
    """What is special about a row or a cell; a chart that uses one says what it means (`chart_mark.CODE`).

    Outside its limits; one of a run; a period that has not ended, in which records begin, or that is cut by the days asked for;
    of the vital few, of the others; while the office is shut; surely above the rate of all together.
    """

    OUT = "out"
    RUN = "run"
    OPEN = "open"
    FIRST = "first"
    CUT = "cut"
    FEW = "few"
    REST = "rest"
    SHUT = "shut"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Column:
    """A column beside the labels; one that draws nothing stands in the table alone. `means` is its definition."""

    name: str
    draws: Draws | None = None
    means: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is read, the number that is drawn, and the address of the cases that it counts, where there is one."""

    text: str
    value: float | None = None
    address: str | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row with as many cells as the chart has columns."""

    label: str
    cells: tuple[Cell, ...]
    mark: Mark | None = None
    # The code of what it tells of, where its page leads on with that.
    about: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` says what of, `told` what period and of which complaints, `shows` in a sentence what a reader sees in it.

    `first` is the head of the labels. `findings` are sentences of what stands out, `means` how it is counted. The first `most`
    rows are drawn; all stand in the table, and below them `totals`, which no drawing has. `cut` says that there is more than the
    table has, where there is.
    """

    code: str
    kind: ChartKind
    title: str
    told: str
    shows: str
    first: str
    columns: tuple[Column, ...]
    rows: tuple[ChartRow, ...]
    totals: tuple[ChartRow, ...] = ()
    findings: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    most: int | None = None
    cut: str = ""

    def as_lines(self) -> Iterator[list[str]]:
        """Its table for a file: numbers as plain numbers, and a last line where it does not have all."""
        for row in (*self.rows, *self.totals):
            yield [
                row.label,
                *(cell.text if cell.value is None else _plain(cell.value) for cell in row.cells),
            ]
        if self.cut:
            yield [self.cut]

    @property
    def head(self) -> list[str]:
        """The heads of that table."""
        return [self.first, *(column.name for column in self.columns)]


def _plain(number: float) -> str:
    """All of its digits, without a thousands mark or a power of ten; one after the point at most, as cells are rounded."""
    told = f"{number:.1f}"
    return told.removesuffix(".0")


def count_cell(number: int | None, address: str | None = None, mark: Mark | None = None) -> Cell:
    """A number of complaints that opens them, unless there is none; a stroke where none is known."""
    if number is None:
        return Cell("–")
    return Cell(f"{number:,}", number, address if number else None, mark)


def percent_cell(percent: float | None, mark: Mark | None = None) -> Cell:
    """A percentage with one digit; a stroke where there is nothing that it could be of."""
    return Cell("–") if percent is None else Cell(f"{percent:.1f}%", round(percent, 1), mark=mark)


def number_cell(number: float | None) -> Cell:
    """Any other number with one digit at most; a stroke where there is none."""
    return Cell("–") if number is None else Cell(f"{number:,.1f}", round(number, 1))
