"""The FEEL values that Python lacks, and the FEEL type of every value.

null None · boolean bool · number Decimal · string str · date, time, date and time: the classes of datetime ·
days and time duration timedelta · list · context dict · the three classes below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """The FEEL types, under the names that `instance of` uses."""

    NULL = "Null"
    BOOLEAN = "boolean"
    NUMBER = "number"
    STRING = "string"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date and time"
    DAYS_TIME = "days and time duration"
    YEARS_MONTHS = "years and months duration"
    LIST = "list"
    CONTEXT = "context"
    RANGE = "range"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class YearsMonths:
    """A years and months duration; negative months go backwards."""

    months: int

    @property
    def years(self) -> int:
        """Whole years, towards zero."""
        return abs(self.months) // 12 * (-1 if self.months < 0 else 1)

    @property
    def rest_months(self) -> int:
        """Months beyond the whole years, with the sign of the duration."""
        return self.months - 12 * self.years


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two bounds; a bound of None is open towards infinity."""

    low: object
    high: object
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """A function value with the scope it was made in."""

    parameters: tuple[str, ...]
    call: Callable[[list[object]], object]


class _Missing:
    """Tells an absent variable or entry from one that is null."""

    __slots__ = ()


MISSING = _Missing()

_KINDS: dict[type, Kind] = {
    type(None): Kind.NULL,
    bool: Kind.BOOLEAN,
    Decimal: Kind.NUMBER,
    str: Kind.STRING,
    date: Kind.DATE,
    time: Kind.TIME,
    datetime: Kind.DATE_TIME,
    timedelta: Kind.DAYS_TIME,
    YearsMonths: Kind.YEARS_MONTHS,
    list: Kind.LIST,
    dict: Kind.CONTEXT,
    Range: Kind.RANGE,
    Function: Kind.FUNCTION,
}


def kind_of(value: object) -> Kind:
    """Return the FEEL type of a FEEL value; TypeError for anything that is none."""
    kind = _KINDS.get(type(value))
    if kind is None:
        raise TypeError(f"{type(value).__name__} is no FEEL value")
    return kind
