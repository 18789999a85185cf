"""Lines that no column holds and no cell counts beforehand: the words in which each row says on which of them it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.ports.figures import BY_WEEK, BY_WEEKDAY_HOUR


def _week(day: str) -> str:
    return f"strftime(date_trunc('week', \"{day}\"), '%Y-%m-%d')"


def _weekday_hour(_day: str) -> str:
    return "received_weekday || '-' || received_hour"


# The name of a day column makes the words of a value.
DERIVED: Mapping[str | None, Callable[[str], str]] = {BY_WEEK: _week, BY_WEEKDAY_HOUR: _weekday_hour}
