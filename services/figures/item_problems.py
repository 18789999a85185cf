"""Problems that were found true at service items often enough to tell their owners what to say to citizens (R107, R108)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.clock.legal_time import beijing_date
from models.ground.codes import Category
from models.ground.small_group import SMALLEST_GROUP
from services.actor import Actor
from services.figures.ask_entries import AskedEntries
from services.figures.count_problems import ProblemsBy, count_problems
from services.figures.period import FigurePeriod
from services.unit_of_work import UnitOfWork

LOOKS_BACK = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class ItemProblem:
    """A kind of problem and in how many complaints it was found true, never fewer than SMALLEST_GROUP."""

    kind: Category
    number: int


@dataclass(frozen=True, slots=True)
class ItemProblems:
    """Of the year that ends today: by item, and of all items together. Of fewer complaints nothing is said."""

    period: FigurePeriod
    by_item: Mapping[str, Sequence[ItemProblem]]
    together: Sequence[ItemProblem]


def list_item_problems(unit_of_work: UnitOfWork, actor: Actor) -> ItemProblems:
    """For supervisors and directors; FiguresAway while the store is away."""
    today = beijing_date(unit_of_work.ports.clock.now())
    period = FigurePeriod(today - LOOKS_BACK, today)
    table = count_problems(AskedEntries(period), ProblemsBy.ITEM, unit_of_work, actor)
    by_item: dict[str, list[ItemProblem]] = {}
    for line in table.lines:
        if line.true is not None and line.true.cases >= SMALLEST_GROUP and line.told.place:
            problem = ItemProblem(Category(line.told.code), line.true.cases)
            by_item.setdefault(line.told.place, []).append(problem)
    together = [
        ItemProblem(Category(line.told.code), line.true.cases)
        for line in table.totals
        if line.true is not None and line.true.cases >= SMALLEST_GROUP
    ]
    return ItemProblems(period, by_item, together)
