"""How moments and time left are written on pages: Beijing time, working language."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from api.i18n import gettext
from models.clock.deadline_explanation import explain
from models.clock.legal_time import to_beijing

_HOUR = 3600
_DAY = 24 * _HOUR


def moment(value: datetime | None) -> str:
    """`2026-09-10 17:00` in Beijing time; empty for None."""
    return to_beijing(value).strftime("%Y-%m-%d %H:%M") if value else ""


def day(value: datetime | None) -> str:
    """`2026-09-10`, the Beijing day; empty for None."""
    return to_beijing(value).strftime("%Y-%m-%d") if value else ""


def left(seconds: float | None) -> str:
    """Time left or time over, rounded to hours or days."""
    if seconds is None:
        return ""
    over = seconds < 0
    amount = timedelta(seconds=abs(seconds))
    total = amount.total_seconds()
    if total >= 2 * _DAY:
        text = gettext("%(n)d days", n=int(total // _DAY))
    elif total >= _HOUR:
        text = gettext("%(n)d hours", n=int(total // _HOUR))
    else:
        text = gettext("%(n)d minutes", n=int(total // 60))
    return gettext("%(time)s overdue", time=text) if over else gettext("%(time)s left", time=text)


def register_moments(app: Flask) -> None:
    """Bind the filters that templates use."""
    app.jinja_env.filters.update(explained=explain, moment=moment, day=day, left=left)
