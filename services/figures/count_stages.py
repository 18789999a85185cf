"""How long complaints waited in each stage, in working days without those that stood still, and where most of it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.case.lifecycle import Stage
from services.actor import Actor
from services.figures.ask_entries import AskedEntries, EntryPart, MostAsked, ask_entry_parts, find_most
from services.figures.entries import STAGE_WORKDAYS, STAGES
from services.ports.figures import EntryLine
from services.unit_of_work import UnitOfWork

WAITING = tuple(stage for stage in Stage if stage is not Stage.ARCHIVED)
MOST_SHOWN = 200
_PART = EntryPart(STAGES, None, STAGE_WORKDAYS)


@dataclass(frozen=True, slots=True)
class StageTable:
    """`lines` in the order of the stages; those in which nobody of the period waited are left out."""

    lines: Sequence[EntryLine]
    by_unit: Sequence[EntryLine]
    read_at: datetime

    @property
    def total(self) -> int:
        """All working days of all stages."""
        return sum(line.spread.total for line in self.lines if line.spread)

    @property
    def bottleneck(self) -> EntryLine | None:
        """The stage with the largest share of all days; None where nobody waited a day."""
        waited = [line for line in self.lines if line.spread and line.spread.total]
        return max(waited, key=lambda line: line.spread.total if line.spread else 0, default=None)

    def share(self, line: EntryLine) -> float:
        """Its percent of all days."""
        return 100 * line.spread.total / self.total if line.spread and self.total else 0.0


@dataclass(frozen=True, slots=True)
class Waited:
    """A complaint and the working days that it waited in a stage; None where the calendar does not reach."""

    complaint_id: str
    number: str
    workdays: int | None


@dataclass(frozen=True, slots=True)
class WaitedList:
    """Those that waited longest, of `number` together."""

    lines: Sequence[Waited]
    number: int


def count_stages(asked: AskedEntries, unit_of_work: UnitOfWork, actor: Actor) -> StageTable:
    """For supervisors and directors; FiguresAway while the store is away."""
    parts = [_PART, EntryPart(STAGES, "handling_unit", STAGE_WORKDAYS)]
    read_at, (lines, by_unit) = ask_entry_parts(asked, parts, unit_of_work, actor)
    order = {stage.value: place for place, stage in enumerate(WAITING)}
    return StageTable(
        sorted((line for line in lines if line.code in order), key=lambda line: order[line.code]),
        sorted(by_unit, key=lambda line: (-(line.spread.total if line.spread else 0), line.place, line.code)),
        read_at,
    )


def list_waited(asked: AskedEntries, stage: Stage, unit_of_work: UnitOfWork, actor: Actor) -> WaitedList:
    """The complaints that waited longest in a stage, MOST_SHOWN at most, the longest first."""
    found = find_most(MostAsked(asked, _PART, stage.value, MOST_SHOWN), unit_of_work, actor)
    lines, number = [Waited(*row) for row in found], len(found)
    if number == MOST_SHOWN:
        _, (counted,) = ask_entry_parts(asked, [_PART], unit_of_work, actor)
        number = next((line.entries for line in counted if line.code == stage.value), number)
    return WaitedList(lines, number)
