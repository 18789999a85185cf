"""From when to when a file is kept. The years of a class are whole: the last day is the one before their anniversary."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.ground.keeping_codes import KeepingClass, KeepingStart

YEARS = {KeepingClass.YEARS_30: 30, KeepingClass.YEARS_10: 10}


@dataclass(frozen=True, slots=True)
class Term:
    """The first day, and the last on which the file is kept; no last one of a file kept for ever."""

    starts_on: date
    ends_on: date | None


def reckon_term(closed_on: date, keeping: KeepingClass, starts: KeepingStart) -> Term:
    """Of a file that was archived on this Beijing day."""
    first = closed_on if starts is KeepingStart.CLOSING_DAY else date(closed_on.year + 1, 1, 1)
    years = YEARS.get(keeping)
    if years is None:
        return Term(first, None)
    return Term(first, add_years(first, years) - timedelta(days=1))


def add_years(day: date, years: int) -> date:
    """The same day some years later; the one after a 29 February that there is not."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def is_shorter(new: date | None, old: date | None) -> bool:
    """Whether a file with the end `new` would go before one with the end `old`; None is for ever."""
    return new is not None and (old is None or new < old)
