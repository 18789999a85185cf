"""When a measure may be judged: the day after the time that is watched, for its row and for the timer of its process."""

from __future__ import annotations

from datetime import timedelta

from models.clock.legal_time import at_time, beijing_date
from models.office.measure import Measure
from services.measures.spans import Watched


def set_judged_from(measure: Measure) -> None:
    """Of one that was verified, by how often it was waited for."""
    if measure.verified_on is None:
        raise ValueError("a measure is watched after it was verified")
    opened_on = beijing_date(measure.opened_at)
    watched = Watched(opened_on, measure.verified_on, measure.window_days, measure.waits)
    measure.judged_from = watched.last_day + timedelta(days=1)


def judge_at(measure: Measure) -> str | None:
    """The moment as a timer reads it: the beginning of that day in Beijing."""
    return None if measure.judged_from is None else at_time(measure.judged_from, "00:00").isoformat()
