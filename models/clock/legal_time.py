"""The legal time zone: every day and hour of a limit is Beijing's, whatever the machine says."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
# What an office names may be older than itself: a law, a certificate, a file of before.
EARLIEST_DAY = date(1900, 1, 1)


def to_beijing(moment: datetime) -> datetime:
    """The same moment on Beijing's clock; ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no moment; give it its time zone")
    return moment.astimezone(ZONE)


def beijing_date(moment: datetime) -> date:
    """The Beijing day of a moment."""
    return to_beijing(moment).date()


def at_time(day: date, hour_and_minute: str) -> datetime:
    """The moment of a wall time `HH:MM` on a Beijing day; `24:00` is 00:00 of the next day."""
    if hour_and_minute == "24:00":
        return datetime.combine(day + ONE_DAY, time(0, 0), ZONE)
    return datetime.combine(day, time.fromisoformat(hour_and_minute), ZONE)


def parse_moment(text: str) -> datetime:
    """An ISO moment; without an offset it is Beijing time. ValueError for anything else, and for one of no day of an office."""
    moment = datetime.fromisoformat(text)
    _check_day(moment.date(), EARLIEST_DAY)
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment


def parse_day(text: str) -> date:
    """A day as a form has it; ValueError for no day, and for one on which no office handles complaints with this system."""
    return _check_day(date.fromisoformat(text.strip()), FIRST_DAY)


def parse_any_day(text: str) -> date:
    """The same, without blanks, of what may be older than the system; every day that a person types is read by one of the two.

    Days outside have no day before or after them, or no moment in another zone: nothing could count with them.
    """
    return _check_day(date.fromisoformat(text), EARLIEST_DAY)


def _check_day(day: date, first: date) -> date:
    if not first <= day <= LAST_DAY:
        raise ValueError(day.isoformat())
    return day


def as_iso(moment: datetime) -> str:
    """ISO text in Beijing time with its offset, to the second."""
    return to_beijing(moment).isoformat(timespec="seconds")


def word_day(day: date) -> str:
    """As letters write a day: `2026年9月7日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def word_moment(moment: datetime) -> str:
    """As letters write a moment: `2026年9月7日10:05`, Beijing time."""
    wall = to_beijing(moment)
    return f"{word_day(wall.date())}{wall:%H:%M}"
