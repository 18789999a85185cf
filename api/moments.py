"""How moments and time left are written on pages: Beijing time, working language."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Flask

from api.i18n import gettext
from models.clock.deadline_explanation import explain
from models.clock.legal_time import beijing_date, to_beijing

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def moment(value: datetime | None) -> str:
    """`2026-09-10 17:00` in Beijing time; empty for None."""
    return to_beijing(value).strftime("%Y-%m-%d %H:%M") if value else ""


def until(value: datetime) -> str:
    """By when: the last day of what ends with a day (`2026-09-07` for the midnight after it), else the minute."""
    local = to_beijing(value)
    return day(value - timedelta(days=1)) if local.time() == time(0) else moment(value)


def day(value: datetime | None) -> str:
    """`2026-09-10`, the Beijing day; empty for None."""
    return to_beijing(value).strftime("%Y-%m-%d") if value else ""


def is_later(recorded: datetime | None, said: date | None) -> bool:
    """Whether something was put on record on a later Beijing day than the one that is said; False where either is missing."""
    return recorded is not None and said is not None and beijing_date(recorded) > said


def date_text(value: date) -> str:
    """A day in words: `2026年12月7日`, in English `2026-12-07`."""
    return gettext("%(year)d-%(month)02d-%(day)02d", year=value.year, month=value.month, day=value.day)


def left(seconds: float | None) -> str:
    """Time left or time over, rounded to hours or days."""
    if seconds is None:
        return ""
    text = lasting(seconds)
    return gettext("%(time)s overdue", time=text) if seconds < 0 else gettext("%(time)s left", time=text)


def lasting(seconds: float) -> str:
    """How long something lasts, of either sign, rounded to hours or days."""
    total = abs(seconds)
    if total >= 2 * _DAY:
        return gettext("%(n)d days", n=int(total // _DAY))
    if total >= _HOUR:
        return gettext("%(n)d hours", n=int(total // _HOUR))
    if total >= _MINUTE:
        return gettext("%(n)d minutes", n=int(total // _MINUTE))
    return gettext("less than a minute")


def register_moments(app: Flask) -> None:
    """Bind the filters that templates use."""
    filters = {"explained": explain, "date_text": date_text, "moment": moment, "day": day, "until": until}
    app.jinja_env.filters.update(filters, left=left, lasting=lasting)
    app.jinja_env.tests["later_than"] = is_later
