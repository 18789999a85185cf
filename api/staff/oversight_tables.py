"""The figures of a mandate as tables of words: the same on the page, on paper and in the file."""

from __future__ import annotations

from dataclasses import dataclass

from api.i18n import code_text, gettext
from api.staff.figure_names import name_values
from models.ground.small_group import SMALLEST_GROUP
from services.oversight.read_figures import COUNTS, OUTSIDE, RATES, OversightFigures, ShownGroup, ShownLine

NOTHING = "–"
# What whoever reads the tables must know: `oversight_note.<note>`.
NOTES = ("small", "rates", "several", "left_out")
# Said of a table whose lines are not shown.
WITHHELD = "withheld"
MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class WordTable:
    """`head` begins with what the lines are of, each row with its label; `left` lines more are not shown.

    `is_withheld`: it has lines and tells none.
    """

    code: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 0
    is_withheld: bool = False


def list_tables(figures: OversightFigures) -> tuple[WordTable, ...]:
    """All complaints, then group by group, then what courts and reviewing authorities decided."""
    heads = tuple(code_text("figure", figure.code) for figure in (*COUNTS, *RATES))
    whole = WordTable(
        "total",
        gettext("All complaints"),
        ("", *heads),
        ((gettext("All complaints"), *_cells(figures.total)),),
    )
    return (whole, *(_table(group, heads) for group in figures.groups), _outside(figures))


def _table(group: ShownGroup, heads: tuple[str, ...]) -> WordTable:
    lines, title = group.lines[:MOST_LINES], code_text("figure_group", group.group)
    name = name_values(group.group, [line.value for line in lines])
    rows = tuple((name(line.value), *_cells(line)) for line in lines)
    left = len(group.lines) - len(lines)
    return WordTable(group.group, title, (title, *heads), rows, left, group.is_withheld)


def _cells(line: ShownLine) -> tuple[str, ...]:
    return (
        *(_number(number) for number in line.numbers),
        *(NOTHING if rate is None else f"{rate}%" for rate in line.rates),
    )


def _number(number: int | None) -> str:
    return gettext("not shown") if number is None else f"{number:,}"


def _outside(figures: OversightFigures) -> WordTable:
    title = gettext("Reconsideration and litigation")
    rows = tuple(
        (code_text(OUTSIDE, code), f"1–{SMALLEST_GROUP - 1}" if number is None else f"{number:,}")
        for code, number in figures.outside
    )
    return WordTable("outside", title, (gettext("Outcome"), gettext("Number")), rows)
