"""The longest limit that the law allows, with its source; the centre's own rules stay within."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any

from models.clock.deadline import CALENDAR_DAYS, WORKING_DAYS
from models.store.seeds import read_seed

_WORKDAYS_OF_A_WEEK = 5
_RESTDAYS_OF_A_WEEK = 2


@dataclass(frozen=True, slots=True)
class LegalCap:
    """At most so many days by `basis`, calendar days unless `unit` says working days."""

    days: int
    basis: str
    unit: str = CALENDAR_DAYS

    @property
    def words(self) -> str:
        """In Chinese, with the source."""
        return f"{self.days}{'个工作日' if self.unit == WORKING_DAYS else '日'}，{self.basis}"

    def is_passed_by(self, amount: int, unit: str) -> bool:
        """True for a limit that takes longer in weeks without a holiday, whatever day it begins on."""
        if self.unit == CALENDAR_DAYS and unit == WORKING_DAYS:
            amount += _RESTDAYS_OF_A_WEEK * ceil(amount / _WORKDAYS_OF_A_WEEK)
        return amount > self.days


def find_legal_cap(key: str) -> LegalCap | None:
    """The cap of a limit by its present key; None where no verifiable one is known."""
    return _caps().get(key)


@cache
def _caps() -> dict[str, LegalCap]:
    return {cap["key"]: _read(cap) for cap in read_seed("legal_caps")["caps"]}


def _read(cap: dict[str, Any]) -> LegalCap:  # Any: JSON of the seed
    return LegalCap(cap["days"], cap["basis"], cap.get("unit", CALENDAR_DAYS))
