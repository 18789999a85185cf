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
    # A term that begins on 29 February ends with the last day of a February.
    anniversary = (
        date(first.year + years, 3, 1)
        if (first.month, first.day) == (2, 29)
        else first.replace(year=first.year + years)
    )
    return Term(first, anniversary - timedelta(days=1))


def is_shorter(new: date | None, old: date | None) -> bool:
    """Whether a file with the end `new` would go before one with the end `old`; None is for ever."""
    return new is not None and (old is None or new < old)
