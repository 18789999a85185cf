"""What one case adds to which figure of which month: the one place of the formulas. Each is told in words beside its figure.

A change here changes `definition.<code>` in the catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from models.case.lifecycle import LEGAL_CLOCK_KINDS, ClockKind, Outcome
from models.clock.legal_time import beijing_date
from models.ground.codes import Category, Channel
from models.ground.summary_codes import SummaryMeasure, SummaryRate, SummarySection, TimeUsed
from services.answer.rate import SATISFIED_FROM
from services.summaries.figures import ALL, NONE, Key

Added = tuple[date, Key, int]
_DAYS = (
    (3, TimeUsed.UP_TO_3),
    (7, TimeUsed.UP_TO_7),
    (15, TimeUsed.UP_TO_15),
    (30, TimeUsed.UP_TO_30),
    (60, TimeUsed.UP_TO_60),
)


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a case is about; a person is nobody's figure."""

    unit: str | None
    window: str | None
    item: str | None


@dataclass(frozen=True, slots=True)
class EndedLimit:
    """A limit that was kept, or was not."""

    kind: ClockKind
    is_late: bool


@dataclass(frozen=True, slots=True)
class Rated:
    """The complainant's last word, None where he said nothing."""

    rating: int | None = None
    is_solved: bool | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case; the limits are those that have ended or are over, the findings those of its matters."""

    channel: Channel
    category: Category | None
    handling_unit: str | None
    received_at: datetime
    closed_at: datetime | None
    outcome: Outcome | None
    round: int
    named: tuple[Named, ...]
    findings: tuple[str, ...]
    limits: tuple[EndedLimit, ...]
    rated: Rated

    @property
    def is_late(self) -> bool:
        """Whether a legal limit of it is not kept."""
        return any(limit.is_late for limit in self.limits if limit.kind in LEGAL_CLOCK_KINDS)


def count_case(facts: CaseFacts) -> Iterator[Added]:
    """All that it adds: to the month in which it came in, and to the one in which it was closed."""
    received = _month(facts.received_at)
    places = tuple(_places(facts))
    for place in places:
        yield received, (*place, SummaryMeasure.RECEIVED), 1
    yield from _count_response(facts, received)
    if facts.closed_at is None:
        return
    closed = _month(facts.closed_at)
    for place in places:
        yield closed, (*place, SummaryMeasure.CLOSED), 1
        if facts.is_late:
            yield closed, (*place, SummaryMeasure.LATE), 1
    for key, number in _count_closed(facts, (facts.closed_at - facts.received_at).days):
        yield closed, key, number


def _month(moment: datetime) -> date:
    return beijing_date(moment).replace(day=1)


def _places(facts: CaseFacts) -> Iterator[tuple[SummarySection, str]]:
    """Where it is counted; one that is about several units counts once with each of them."""
    yield SummarySection.TOTAL, ALL
    yield SummarySection.CATEGORY, facts.category or NONE
    yield SummarySection.CHANNEL, facts.channel.value
    yield SummarySection.HANDLING_UNIT, facts.handling_unit or NONE
    for section, codes in (
        (SummarySection.RESPONDENT_UNIT, {named.unit for named in facts.named if named.unit}),
        (SummarySection.WINDOW, {named.window for named in facts.named if named.window}),
        (SummarySection.ITEM, {named.item for named in facts.named if named.item}),
    ):
        for code in codes or {NONE}:
            yield section, code


def _count_response(facts: CaseFacts, received: date) -> Iterator[Added]:
    """响应率: of what came in, whose first contact is made or was due; made in time."""
    for limit in facts.limits:
        if limit.kind is ClockKind.FIRST_CONTACT:
            yield from _of_month(received, SummaryRate.RESPONSE, is_part=not limit.is_late)
            return


def _of_month(month: date, rate: SummaryRate, *, is_part: bool) -> Iterator[Added]:
    for key, number in _count_rate(rate, is_part=is_part):
        yield month, key, number


def _count_closed(facts: CaseFacts, days: int) -> Iterator[tuple[Key, int]]:
    used = next((code for most, code in _DAYS if days <= most), TimeUsed.OVER_60)
    yield (SummarySection.TIME_USED, used.value, SummaryMeasure.CLOSED), 1
    yield (SummarySection.OUTCOME, facts.outcome or NONE, SummaryMeasure.CLOSED), 1
    for finding in facts.findings:
        yield (SummarySection.FINDING, finding, SummaryMeasure.MATTERS), 1
    for limit in facts.limits:
        yield (SummarySection.LIMIT, limit.kind.value, SummaryMeasure.DONE), 1
        if limit.is_late:
            yield (SummarySection.LIMIT, limit.kind.value, SummaryMeasure.LATE), 1
    yield from _count_rate(SummaryRate.ON_TIME, is_part=not facts.is_late)
    yield from _count_rate(SummaryRate.REDONE, is_part=facts.round > 1)
    yield from _count_rate(SummaryRate.UNRATED, is_part=facts.rated.rating is None)
    if facts.rated.is_solved is not None:
        yield from _count_rate(SummaryRate.SOLVED, is_part=facts.rated.is_solved)
    if facts.rated.rating is not None:
        yield from _count_rate(SummaryRate.SATISFIED, is_part=facts.rated.rating >= SATISFIED_FROM)


def _count_rate(rate: SummaryRate, *, is_part: bool) -> Iterator[tuple[Key, int]]:
    yield (SummarySection.RATE, rate.value, SummaryMeasure.BASE), 1
    if is_part:
        yield (SummarySection.RATE, rate.value, SummaryMeasure.PART), 1
