"""反复提交材料, 口径不一, 推诿扯皮 by unit, item and number of times, and what the office sees of it in its own handling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.actor import Actor
from services.figures.ask_entries import AskedEntries, EntryPart, ask_entry_parts
from services.figures.entries import (
    MARK_TIMES,
    MARKS,
    PROBLEM_ITEMS,
    PROBLEM_KINDS,
    PROBLEM_NOS,
    PROBLEM_TOLD,
    PROBLEM_UNITS,
    TRUE_FOUND,
    TRUE_ITEMS,
    TRUE_KINDS,
    TRUE_NOS,
    TRUE_TOLD,
    TRUE_UNITS,
)
from services.ledger.entry_filter import MarkAsked
from services.ports.figures import EntryLine
from services.unit_of_work import UnitOfWork

OURS = (MarkAsked.ASKED_AGAIN.value, MarkAsked.SENT_BACK.value)


class ProblemsBy(StrEnum):
    """What problems are told apart by: the unit or item that they are about, or how often they happened to the person."""

    UNIT = "unit"
    ITEM = "item"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One place and kind: what was told, and what was found true, at least in part; None where nothing was.

    Findings may correct the type: of a place something may be found that nobody told, `told` then counts none.
    """

    told: EntryLine
    true: EntryLine | None


@dataclass(frozen=True, slots=True)
class ProblemTable:
    """`lines` with the most complaints first, `totals` a line a kind, `ours` by handling unit; as of `read_at`."""

    lines: Sequence[ProblemLine]
    totals: Sequence[ProblemLine]
    ours: Sequence[EntryLine]
    read_at: datetime


_PLACES = {
    ProblemsBy.UNIT: (PROBLEM_UNITS, TRUE_UNITS),
    ProblemsBy.ITEM: (PROBLEM_ITEMS, TRUE_ITEMS),
    ProblemsBy.TIMES: (PROBLEM_TOLD, TRUE_TOLD),
}


def count_problems(
    asked: AskedEntries, by: ProblemsBy, unit_of_work: UnitOfWork, actor: Actor
) -> ProblemTable:
    """For supervisors and directors; FiguresAway while the store is away."""
    told, true = _PLACES[by]
    parts = [
        EntryPart(PROBLEM_KINDS, told, PROBLEM_TOLD, no=PROBLEM_NOS),
        EntryPart(TRUE_KINDS, true, TRUE_FOUND, no=TRUE_NOS),
        EntryPart(PROBLEM_KINDS, None, PROBLEM_TOLD, no=PROBLEM_NOS),
        EntryPart(TRUE_KINDS, None, TRUE_FOUND, no=TRUE_NOS),
        EntryPart(MARKS, "handling_unit", MARK_TIMES),
    ]
    read_at, (lines, found, totals, of_all, marks) = ask_entry_parts(asked, parts, unit_of_work, actor)
    ours = [line for line in marks if line.code in OURS]
    in_order = _in_order_of_times if by is ProblemsBy.TIMES else _most_first
    return ProblemTable(_beside(lines, found, in_order), _beside(totals, of_all, _most_first), ours, read_at)


def _most_first(line: EntryLine) -> tuple[int, str, str]:
    return -line.cases, line.place, line.code


def _in_order_of_times(line: EntryLine) -> tuple[int, str, str]:
    return int(line.place) if line.place else 0, line.place, line.code


def _beside(
    told: Sequence[EntryLine],
    true: Sequence[EntryLine],
    in_order: Callable[[EntryLine], tuple[int, str, str]],
) -> list[ProblemLine]:
    by_key, found = ({(line.place, line.code): line for line in lines} for lines in (told, true))
    none = [
        replace(line, cases=0, entries=0, spread=None) for key, line in found.items() if key not in by_key
    ]
    return [
        ProblemLine(line, found.get((line.place, line.code))) for line in sorted((*told, *none), key=in_order)
    ]
