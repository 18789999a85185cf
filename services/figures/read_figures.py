"""The figures of a period for its page: by one code at a time, narrowed by others, beside the period and the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.clock.legal_time import beijing_date
from services.actor import Actor
from services.figures.count_case import Part
from services.figures.definitions import SPREADS
from services.figures.left_out import list_left_out
from services.figures.period import FigurePeriod
from services.ledger.limits import Lateness
from services.ports.figures import Line, Question
from services.ports.outside import Ports
from services.unit_of_work import UnitOfWork

NO_LINE = Line("", {}, {})


# Parts that a complaint counts for, and those it must not.
_LATENESS: Mapping[Lateness, tuple[tuple[Part, ...], tuple[Part, ...]]] = {
    Lateness.ON_TIME: ((Part.ENDED,), (Part.ENDED_LATE,)),
    Lateness.LATE: ((Part.ENDED_LATE,), ()),
    Lateness.RUNNING: ((Part.TO_BE_ENDED,), (Part.ENDED, Part.OVERDUE)),
    Lateness.OVERDUE: ((Part.OVERDUE,), ()),
}


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """By which day a complaint is of the period (services/figures/columns.py DAYS), by what it is counted (GROUPS, `month`).

    `narrowed` has one value a group: its code, or "" for complaints without one.
    """

    period: FigurePeriod
    day: str = "received_on"
    group: str | None = None
    narrowed: Mapping[str, str] = field(default_factory=dict)
    lateness: Lateness | None = None

    def question(
        self, period: FigurePeriod, now: datetime, without: Sequence[str] = (), *, is_total: bool = False
    ) -> Question:
        """The same of another period, without these complaints; of all lines together where that is asked for.

        How long it took is told of the period itself: on its lines in working days, of all together in days too.
        """
        only, never = _LATENESS[self.lateness] if self.lateness else ((), ())
        spreads = SPREADS if is_total else SPREADS[:1]
        return Question(
            spreads=spreads if period == self.period else (),
            day=self.day,
            begins=period.begins,
            ends=period.ends,
            now=now,
            group=None if is_total else self.group,
            narrowed=self.narrowed,
            only=only,
            never=never,
            without=tuple(without),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """One line beside the same of the period before (环比) and of a year before (同比); without parts where there was nothing."""

    now: Line
    previous: Line
    year_ago: Line

    @property
    def value(self) -> str:
        """The code that it is of."""
        return self.now.value


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The lines of a period, all of them together, and the moment that the rows are of.

    `days` are those of a period that has not ended yet: it stands beside as many of the earlier ones.

    A complaint with several codes of the group (windows, items) is on the line of each, and once in the total.
    """

    lines: tuple[Compared, ...]
    total: Compared
    read_at: datetime
    days: int | None = None


def read_figures(asked: AskedFigures, unit_of_work: UnitOfWork, actor: Actor) -> FigureTable:
    """For supervisors and directors: of the complaints that this person need not keep away from, as his ledger.

    FiguresAway while the store is made anew or held by another process.
    """
    without = list_left_out(unit_of_work, actor)
    return compare_periods(asked, without, unit_of_work.ports)


def compare_periods(asked: AskedFigures, without: Sequence[str], ports: Ports) -> FigureTable:
    """The same for whoever must keep away from these complaints; of the store alone."""
    now = ports.clock.now()
    days = asked.period.days_until(beijing_date(now))
    earlier = (asked.period.previous, asked.period.year_ago)
    periods = (asked.period, *(period if days is None else period.first_days(days) for period in earlier))
    questions = [asked.question(period, now, without, is_total=True) for period in periods]
    if asked.group is not None:
        # Months of another period are other lines: nothing stands beside them.
        compared = periods if asked.group != "month" else periods[:1]
        questions += [asked.question(period, now, without) for period in compared]
    answer = ports.figures.ask(questions)
    totals = [next(iter(lines), NO_LINE) for lines in answer.lines[:3]]
    own, before, ago = (*map(_by_value, answer.lines[3:]), {}, {}, {})[:3]
    lines = tuple(
        Compared(own.get(value, Line(value, {}, {})), before.get(value, NO_LINE), ago.get(value, NO_LINE))
        for value in sorted({*own, *before})
    )
    return FigureTable(lines, Compared(*totals), answer.mark.read_at, days)


def _by_value(lines: Any) -> dict[str, Line]:  # Any: a sequence of lines
    return {line.value: line for line in lines}
