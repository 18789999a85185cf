"""Where the date of a running limit moves when a year of the calendar is published: the same days under the new calendar."""

from datetime import date, datetime, timedelta

from models.clock.calendar_days import WorkCalendar
from models.clock.clock import Clock
from models.clock.clock_ladder import Ladder
from models.clock.deadline import WORKING_DAYS
from models.clock.legal_time import at_time, beijing_date
from services.clocks.channel_limit import own_due_of


def count_anew(clock: Clock, before: WorkCalendar, ladder: Ladder) -> datetime:
    """As many days as it had under the earlier calendar; of one in days of the calendar a last day of rest moves on."""
    return at_time(_last_day(clock, before, ladder.calendar), ladder.hours.closes)


def _last_day(clock: Clock, before: WorkCalendar, now: WorkCalendar) -> date:
    due_day = beijing_date(own_due_of(clock))
    if clock.explanation["limit"]["unit"] == WORKING_DAYS:
        return now.add_workdays(clock.started_on, before.count_workdays(clock.started_on, due_day))
    # Days of the calendar do not change; only a last day of rest moves on, and may have moved before.
    last = clock.started_on + timedelta(days=clock.explanation["limit"]["amount"])
    has_moved = bool(clock.explanation["moves"]) or last > due_day
    day = due_day if has_moved else last
    return day if now.is_workday(day) else now.next_workday(day)
