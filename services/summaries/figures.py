"""The figures of a period: numbers by section, code and measure, of itself and of what it is compared with.

They add up: those of a quarter are the sums of those of its months.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.ground.summary_codes import SummaryMeasure, SummaryRate, SummarySection
from services.summaries.period import Period

# By which rule those to be ended are counted. 1: one that was late stood in the month of its due day while it was open, and
# in that of its end from then on, so that two months counted one after the other had it both. 2: it stays in the first.
FORMAT = 2
ALL = "all"
# What is known of nobody or nothing: a complaint that names no window, a matter without a category.
NONE = ""

Key = tuple[SummarySection, str, SummaryMeasure]
Counts = Counter[Key]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    base: int

    @property
    def percent(self) -> float | None:
        """None where there is nothing to be a part of."""
        return 100 * self.part / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a period; `previous` and `year_ago` are None where the office received nothing yet by their ends."""

    own: Counts
    previous: Counts | None
    year_ago: Counts | None


def figures_of(period: Period, months: Mapping[date, Counts], first: date | None) -> Figures:
    """Add up the months; `first` is the day of the office's first complaint, None where there is none."""
    return Figures(
        _add(period, months),
        *(
            _add(other, months) if first is not None and first <= other.ends_on else None
            for other in (period.previous, period.year_ago)
        ),
    )


def _add(period: Period, months: Mapping[date, Counts]) -> Counts:
    total: Counts = Counter()
    for month in period.months:
        total.update(months.get(month, {}))
    return total


def share(counts: Counts, rate: SummaryRate) -> Share:
    """A rate of a period."""
    return Share(
        counts[SummarySection.RATE, rate.value, SummaryMeasure.PART],
        counts[SummarySection.RATE, rate.value, SummaryMeasure.BASE],
    )


def as_json(figures: Figures) -> dict[str, Any]:
    """As it is kept: lists of section, code, measure and number, in order; Any: JSON."""
    return {
        "format": FORMAT,
        "own": _rows(figures.own),
        "previous": None if figures.previous is None else _rows(figures.previous),
        "year_ago": None if figures.year_ago is None else _rows(figures.year_ago),
    }


def from_json(kept: Mapping[str, Any]) -> Figures:
    """What `as_json` wrote; Any: JSON."""
    previous, year_ago = kept["previous"], kept["year_ago"]
    return Figures(
        _read(kept["own"]),
        None if previous is None else _read(previous),
        None if year_ago is None else _read(year_ago),
    )


def digest_of(kept: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what is kept; Any: JSON."""
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _rows(counts: Counts) -> list[list[str | int]]:
    return [
        [section.value, code, measure.value, number]
        for (section, code, measure), number in sorted(counts.items())
        if number
    ]


def _read(rows: list[list[Any]]) -> Counts:
    return Counter(
        {
            (SummarySection(section), str(code), SummaryMeasure(measure)): int(number)
            for section, code, measure, number in rows
        }
    )
