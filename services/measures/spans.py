"""Which days complaints are counted in to judge a measure: after it was verified, and before it was thought of.

The window before the measure was opened is shown and proves nothing: a measure is opened because that window was bad, and after
a bad one an ordinary one follows by itself. What is compared with is the year up to the verification without that window, and,
where records reach back so far, the same days of the year before: an item has its season (ADR 0292, by measurement).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.ground.measure_codes import MeasureSpan

LEAST_DAYS, MOST_DAYS = 30, 120
# With them the days after a measure end within a year, so that the same days of the year before lie before it.
MOST_WAITS = 2
_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
Days = tuple[date, date]
Spans = Mapping[MeasureSpan, tuple[Days, ...]]
# What has to be shown to have fallen; all others are shown alone.
DECIDING = (MeasureSpan.YEAR, MeasureSpan.SEASON)


@dataclass(frozen=True, slots=True)
class Watched:
    """When a measure was opened and verified, for how many days it is watched, and how often that was waited for again."""

    opened_on: date
    verified_on: date
    window_days: int
    waits: int

    @property
    def last_day(self) -> date:
        """The last day of the time after; judged from the next on."""
        return self.verified_on + timedelta(days=self.window_days * (self.waits + 1))


def plan_spans(watched: Watched, records_begin: date) -> Spans:
    """Each with its first and last days, one pair or two; a span of which records hold less than a window is left out."""
    window = timedelta(days=watched.window_days)
    after = (watched.verified_on + _DAY, watched.last_day)
    before = (watched.opened_on - window, watched.opened_on - _DAY)
    year = (watched.verified_on - _YEAR + _DAY, watched.verified_on)
    season = (after[0] - _YEAR, min(after[1] - _YEAR, watched.verified_on))
    planned = {
        MeasureSpan.BEFORE: _cut((before,), records_begin),
        MeasureSpan.YEAR: _cut(_without(year, before), records_begin),
        # Half a season would be compared with a whole one.
        MeasureSpan.SEASON: _without(season, before) if season[0] >= records_begin else (),
    }
    told = {span: days for span, days in planned.items() if count_days(days) >= watched.window_days}
    return {MeasureSpan.AFTER: (after,), **told}


def count_days(days: Iterable[Days]) -> int:
    """All of them together, whether worked or not."""
    return sum((last - first).days + 1 for first, last in days)


def _cut(days: Iterable[Days], begin: date) -> tuple[Days, ...]:
    return tuple((max(first, begin), last) for first, last in days if last >= begin)


def _without(days: Days, gap: Days) -> tuple[Days, ...]:
    parts = ((days[0], min(days[1], gap[0] - _DAY)), (max(days[0], gap[1] + _DAY), days[1]))
    if gap[1] < days[0] or gap[0] > days[1]:
        return (days,)
    return tuple((first, last) for first, last in parts if first <= last)
