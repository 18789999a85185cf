"""Which few of many problems make most of the complaints (Pareto): the codes of a group with the most first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.actor import Actor
from services.figures.count_case import Part
from services.figures.left_out import list_left_out
from services.figures.read_figures import AskedFigures
from services.ports.figures import NOTHING
from services.unit_of_work import UnitOfWork

# The vital few: the fewest codes that together make so much of all.
VITAL_PERCENT = 80


@dataclass(frozen=True, slots=True)
class ParetoLine:
    """A code, how often it was named, and how much of all it and those before it make, in percent."""

    value: str
    number: int
    cumulative: float
    is_vital: bool


@dataclass(frozen=True, slots=True)
class Pareto:
    """The lines with the most first; `named` is their sum, of `cases` complaints, of which `unnamed` name none.

    A complaint that names several stands on the line of each, so that `named` may be more than there are complaints.
    """

    lines: tuple[ParetoLine, ...]
    named: int
    cases: int
    unnamed: int
    read_at: datetime

    @property
    def vital(self) -> tuple[ParetoLine, ...]:
        """The few that make most."""
        return tuple(line for line in self.lines if line.is_vital)


def read_pareto(asked: AskedFigures, unit_of_work: UnitOfWork, actor: Actor) -> Pareto:
    """For supervisors and directors, of the complaints that this person need not keep away from; FiguresAway as elsewhere."""
    without = list_left_out(unit_of_work, actor)
    ports = unit_of_work.ports
    now = ports.clock.now()
    questions = [asked.question(asked.period, now, without, is_total=is_total) for is_total in (True, False)]
    answer = ports.figures.ask([replace(question, spreads=()) for question in questions])
    totals, lines = answer.lines
    numbers = {line.value: line.parts[Part.CASES] for line in lines if line.parts[Part.CASES]}
    unnamed = numbers.pop(NOTHING, 0)
    cases = sum(line.parts[Part.CASES] for line in totals)
    return Pareto(rank(numbers), sum(numbers.values()), cases, unnamed, answer.mark.read_at)


def rank(numbers: dict[str, int]) -> tuple[ParetoLine, ...]:
    """The most first, equal ones by their codes; vital until the lines before make VITAL_PERCENT of all."""
    named, before = sum(numbers.values()), 0
    lines = list[ParetoLine]()
    for value, number in sorted(numbers.items(), key=lambda line: (-line[1], line[0])):
        is_vital = 100 * before < VITAL_PERCENT * named
        before += number
        lines.append(ParetoLine(value, number, 100 * before / named, is_vital))
    return tuple(lines)
