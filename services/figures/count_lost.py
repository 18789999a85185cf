"""Where limits were lost: by unit and kind of limit, how many and by how long; what was done once more, and what came again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.actor import Actor
from services.figures.ask_entries import AskedEntries, EntryPart, ask_entry_parts
from services.figures.entries import LOST_FROM, LOST_LIMITS, LOST_WORKDAYS, MARK_TIMES, MARKS
from services.figures.read_figures import AskedFigures, read_figures
from services.ports.figures import EntryLine
from services.unit_of_work import UnitOfWork

BY_UNIT = "handling_unit"


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A handling unit: the parts of its complaints (count_case.Part) and its marks by code."""

    unit: str
    parts: dict[str, int]
    marks: dict[str, EntryLine]


@dataclass(frozen=True, slots=True)
class LostTable:
    """`lines` by unit and kind with the most first, `totals` by kind, the most first; `units` with redone and repeated.

    Of a line the entries without a spread still run past their day; `bottleneck` is the kind of which the most were lost.
    """

    lines: Sequence[EntryLine]
    totals: Sequence[EntryLine]
    units: Sequence[OfUnit]
    read_at: datetime

    @property
    def bottleneck(self) -> EntryLine | None:
        """None where nothing was lost, and where two kinds lost as many."""
        if not self.totals or (len(self.totals) > 1 and self.totals[1].entries == self.totals[0].entries):
            return None
        return self.totals[0]


def count_lost(asked: AskedEntries, unit_of_work: UnitOfWork, actor: Actor) -> LostTable:
    """For supervisors and directors; FiguresAway while the store is away."""
    lost = {"codes": LOST_LIMITS, "number": LOST_WORKDAYS, "due": LOST_FROM}
    parts = [EntryPart(place=BY_UNIT, **lost), EntryPart(**lost), EntryPart(MARKS, BY_UNIT, MARK_TIMES)]
    read_at, (lines, totals, marks) = ask_entry_parts(asked, parts, unit_of_work, actor)
    counted = read_figures(
        AskedFigures(asked.period, asked.day, BY_UNIT, asked.narrowed), unit_of_work, actor
    )
    of_unit = {line.value: dict(line.now.parts) for line in counted.lines if line.now.parts.get("cases")}
    units = [
        OfUnit(unit, of_parts, {line.code: line for line in marks if line.place == unit})
        for unit, of_parts in sorted(of_unit.items(), key=lambda told: (-told[1]["cases"], told[0]))
    ]
    return LostTable(sorted(lines, key=_most_first), sorted(totals, key=_most_first), units, read_at)


def _most_first(line: EntryLine) -> tuple[int, str, str]:
    return -line.entries, line.place, line.code
