"""At which weekdays and hours complaints come in, and which of these the office is shut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from models.clock.calendar_days import SATURDAY
from services.actor import Actor
from services.figures.count_case import Part
from services.figures.left_out import list_left_out
from services.figures.read_figures import AskedFigures
from services.office.centre_contact import read_centre_contact
from services.ports.figures import BY_WEEKDAY_HOUR
from services.unit_of_work import UnitOfWork

WEEKDAYS, HOURS = range(7), range(24)


@dataclass(frozen=True, slots=True)
class Heat:
    """How many complaints at each weekday (Monday is 0) and hour; `shut` are those at which the office is not open at all."""

    numbers: Mapping[tuple[int, int], int]
    shut: frozenset[tuple[int, int]]
    read_at: datetime

    @property
    def cases(self) -> int:
        """All of them."""
        return sum(self.numbers.values())

    @property
    def while_shut(self) -> int:
        """How many came in while the office was shut."""
        return sum(number for at, number in self.numbers.items() if at in self.shut)


def read_heat(asked: AskedFigures, unit_of_work: UnitOfWork, actor: Actor) -> Heat:
    """For supervisors and directors, of the complaints that this person need not keep away from; FiguresAway as elsewhere."""
    without = list_left_out(unit_of_work, actor)
    with unit_of_work.reading() as unit:
        contact = read_centre_contact(unit)
    ports = unit_of_work.ports
    question = replace(asked, group=BY_WEEKDAY_HOUR).question(asked.period, ports.clock.now(), without)
    answer = ports.figures.ask([replace(question, spreads=())])
    numbers = {_place(line.value): line.parts[Part.CASES] for line in answer.lines[0]}
    return Heat(numbers, list_shut(contact.hours if contact else ()), answer.mark.read_at)


def list_shut(hours: tuple[tuple[str, str], ...]) -> frozenset[tuple[int, int]]:
    """By the usual week: Saturday, Sunday, and hours of which no minute is in one of these; without hours only the weekend."""
    opened = {
        hour
        for hour in HOURS
        if not hours
        or any(opens < f"{hour + 1:02}:00" and f"{hour:02}:00" < closes for opens, closes in hours)
    }
    return frozenset(
        (day, hour) for day in WEEKDAYS for hour in HOURS if day >= SATURDAY or hour not in opened
    )


def _place(value: str) -> tuple[int, int]:
    weekday, hour = value.split("-")
    return int(weekday), int(hour)
