"""The workers' step: every hour what came in lately is held against its past, every day the past itself is read anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from models.clock.legal_time import beijing_date, to_beijing
from services.office.load_calendar import load_calendar
from services.unit_of_work import UnitFactory
from services.waves.find_waves import Threshold, list_unusual, threshold_of
from services.waves.keep_waves import Look, Unusual, keep_waves
from services.waves.read_past import MOST_DAYS, Counted, count_days, lay_out, list_cases

# What changes later than so many days after the receipt is seen by the next day's reading.
READ_EACH_HOUR = 28


@dataclass(slots=True)
class WatchedPast:
    """What one process keeps between two looks: the hour of the last, and of its day the older past and the threshold."""

    hour: datetime | None = None
    day: date | None = None
    older: Counted | None = None
    threshold: Threshold = field(default_factory=Threshold)


def waves_step(
    make_unit: UnitFactory, kept: WatchedPast, is_ending: Callable[[], bool] = lambda: False
) -> int:
    """One look; how many waves were raised, grew or are gone. Within an hour of the last it reads no complaint.

    `is_ending` is asked between reading and comparing; where it says so, nothing is written and the next process looks.
    """
    with make_unit().reading() as unit:
        now = unit.clock.now()
        hour, today = to_beijing(now).replace(minute=0, second=0, microsecond=0), beijing_date(now)
        if kept.hour == hour:
            return 0
        begin = today - timedelta(days=READ_EACH_HOUR)
        is_new_day, older = kept.day != today, kept.older
        if is_new_day or older is None:
            older = count_days(today - timedelta(days=MOST_DAYS), begin, unit)
        past = lay_out(
            older.with_later(count_days(begin, today + timedelta(days=1), unit)),
            load_calendar(unit.session),
            now,
        )
    if is_ending():
        return 0
    threshold = threshold_of(past) if past and is_new_day else kept.threshold
    first_days = dict(list_unusual(past, threshold)) if past else {}
    if is_ending():
        return 0
    with make_unit().reading() as unit:
        unusual = {
            series: Unusual(begins_on, list_cases(series, begins_on, today + timedelta(days=1), unit))
            for series, begins_on in first_days.items()
        }
    with make_unit() as unit:
        changed = keep_waves(Look(now, past, unusual, threshold), unit)
    kept.hour, kept.day, kept.older, kept.threshold = hour, today, older, threshold
    return changed
