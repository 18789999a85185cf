"""What one complaint adds to which number of which month. Rates are those of the office's figures: their formulas stand there.

A change here changes `definition.<code>` in the catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.case.lifecycle import ClockKind
from models.ground.summary_codes import SummaryMeasure, SummaryRate, SummarySection, TimeUsed
from services.figures.count_case import Part, SpreadOf
from services.figures.definitions import (
    NOT_EVALUATED,
    ON_TIME_RATE,
    REDONE_RATE,
    RESPONSE_RATE,
    SATISFIED_RATE,
    SOLVED_RATE,
    Figure,
)
from services.ledger.limits import TOLD_LIMITS
from services.ports.figures import NOTHING, Row
from services.summaries.figures import ALL, Key

Added = tuple[date, Key, int]
# Of which figure a rate is; whom nobody heard is told as a share of those answered.
FIGURE_OF: Mapping[SummaryRate, Figure] = {
    SummaryRate.RESPONSE: RESPONSE_RATE,
    SummaryRate.ON_TIME: ON_TIME_RATE,
    SummaryRate.SOLVED: SOLVED_RATE,
    SummaryRate.SATISFIED: SATISFIED_RATE,
    SummaryRate.REDONE: REDONE_RATE,
    SummaryRate.UNRATED: Figure("unrated", NOT_EVALUATED.counts, (Part.ANSWERED,)),
}
_PLACES = {
    SummarySection.CATEGORY: "category",
    SummarySection.CHANNEL: "channel",
    SummarySection.HANDLING_UNIT: "handling_unit",
    SummarySection.RESPONDENT_UNIT: "respondent_units",
    SummarySection.WINDOW: "windows",
    SummarySection.ITEM: "items",
}
# In the month of which day of a complaint a rate counts it: it came in, it was ended or became late, it was closed.
RECEIVED, ENDED, CLOSED = "received", "ended", "closed"
DAY_OF: Mapping[SummaryRate, str] = dict.fromkeys(SummaryRate, CLOSED) | {
    SummaryRate.RESPONSE: RECEIVED,
    SummaryRate.ON_TIME: ENDED,
}
_RESULTS = {SummarySection.OUTCOME: "outcome", SummarySection.FINDING: "finding"}
_DAYS = (
    (3, TimeUsed.UP_TO_3),
    (7, TimeUsed.UP_TO_7),
    (15, TimeUsed.UP_TO_15),
    (30, TimeUsed.UP_TO_30),
    (60, TimeUsed.UP_TO_60),
)


@dataclass(frozen=True, slots=True)
class EndedLimit:
    """A limit that was kept, or was not; `due_on` is its last day in Beijing."""

    kind: ClockKind
    due_on: date
    is_late: bool


def count_case(row: Row, limits: Sequence[EndedLimit]) -> Iterator[Added]:
    """All that it adds: to the month in which it came in, that in which it was ended or became late, that of its closing.

    `row` is one of the office's figures as it counts at the moment, `limits` those of it that have ended or are over.
    """
    received, closed = _month(row["received_on"]), _month(row["closed_on"])
    ended = _month(_ended_on(row, limits))
    places = tuple(_places(row))
    if received is not None:
        for key, number in _count_received(row, places):
            yield received, key, number
    if ended is not None:
        for key, number in _count_rates(row, ENDED):
            yield ended, key, number
    if closed is not None:
        # Merged and withdrawn ones were not to be ended in time.
        counted = limits if row[Part.ENDED] else ()
        for key, number in (*_count_closed(row, places), *_count_limits(counted)):
            yield closed, key, number


def values_of(row: Row, group: str) -> tuple[str, ...]:
    """The lines of a group on which a complaint stands; the one of nothing where nothing is on record."""
    value = row[group]
    if isinstance(value, tuple):
        return tuple(map(str, value)) or (NOTHING,)
    return (NOTHING if value is None else str(value),)


def _ended_on(row: Row, limits: Sequence[EndedLimit]) -> date | None:
    """The day of the first answer, else of closing, or the last day of the first limit that was passed: whichever came first.

    Whoever became late stays where he became so when he is answered: a month that was counted before has him already.
    """
    if not row[Part.TO_BE_ENDED]:
        return None
    ended = (row["answered_on"] or row["closed_on"],) if row[Part.ENDED] else ()
    passed = (limit.due_on for limit in limits if limit.is_late and limit.kind in TOLD_LIMITS)
    return min((day for day in (*ended, *passed) if isinstance(day, date)), default=None)


def _month(day: object) -> date | None:
    return day.replace(day=1) if isinstance(day, date) else None


def _places(row: Row) -> Iterator[tuple[SummarySection, str]]:
    """Where it is counted; one that is about several units counts once with each of them."""
    yield SummarySection.TOTAL, ALL
    for section, group in _PLACES.items():
        for value in values_of(row, group):
            yield section, value


def _count_received(row: Row, places: Sequence[tuple[SummarySection, str]]) -> Iterator[tuple[Key, int]]:
    for place in places:
        yield (*place, SummaryMeasure.RECEIVED), 1
    yield from _count_rates(row, RECEIVED)


def _count_closed(row: Row, places: Sequence[tuple[SummarySection, str]]) -> Iterator[tuple[Key, int]]:
    for place in places:
        yield (*place, SummaryMeasure.CLOSED), 1
        if row[Part.ENDED_LATE]:
            yield (*place, SummaryMeasure.LATE), 1
    for section, group in _RESULTS.items():
        for value in values_of(row, group):
            yield (section, value, SummaryMeasure.CLOSED), 1
    days = row[SpreadOf.DAYS]
    if isinstance(days, int):
        used = next((code for most, code in _DAYS if days <= most), TimeUsed.OVER_60)
        yield (SummarySection.TIME_USED, used.value, SummaryMeasure.CLOSED), 1
    yield from _count_rates(row, CLOSED)


def _count_rates(row: Row, day: str) -> Iterator[tuple[Key, int]]:
    parts = {part.value: int(bool(row[part])) for part in Part}
    for rate, figure in FIGURE_OF.items():
        if DAY_OF[rate] == day:
            yield (SummarySection.RATE, rate.value, SummaryMeasure.BASE), figure.whole(parts)
            yield (SummarySection.RATE, rate.value, SummaryMeasure.PART), figure.number(parts)


def _count_limits(limits: Sequence[EndedLimit]) -> Iterator[tuple[Key, int]]:
    for limit in limits:
        yield (SummarySection.LIMIT, limit.kind.value, SummaryMeasure.DONE), 1
        if limit.is_late:
            yield (SummarySection.LIMIT, limit.kind.value, SummaryMeasure.LATE), 1
