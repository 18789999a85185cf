"""When people work: a moment of office time so many working days later."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from deploy.history.places import Places
from models.clock.legal_time import ONE_DAY, beijing_date

_AT_LEAST = timedelta(minutes=7)
_LATEST = 0.9


def opened_before(moment: datetime, since: datetime, places: Places) -> datetime:
    """When the sitting of `moment` began, or `since` where that is later; `since` where the office is closed."""
    sittings = places.ladder.hours.sittings(beijing_date(moment))
    return max((since, *(opens for opens, _ in sittings if since <= opens <= moment)))


def some_of(span: timedelta, minutes: tuple[float, float], dice: random.Random) -> timedelta:
    """So many minutes, and less than the whole span."""
    return min(timedelta(minutes=dice.uniform(*minutes)), span * dice.uniform(0.3, _LATEST))


class Desk:
    """Moments of the office hours of working days, by the dice of one case."""

    def __init__(self, places: Places, dice: random.Random) -> None:
        self._places = places
        self._dice = dice

    def after(self, moment: datetime, days: int = 0) -> datetime:
        """At any minute of the sittings of the day so many working days later; of the same day, later than `moment`."""
        day = beijing_date(moment)
        if days == 0:
            found = self._within(day, moment + _AT_LEAST)
            if found is not None:
                return found
            days = 1
        for _ in range(days):
            day += ONE_DAY
            while not self._places.is_workday(day):
                day += ONE_DAY
        found = self._within(day, moment)
        return found if found is not None else self.after(moment, days + 1)

    def in_hours(self, moment: datetime) -> datetime:
        """The moment itself where the office is open, else the next one."""
        return moment if self._is_open(moment) else self.after(moment)

    def begin_of(self, moment: datetime, since: datetime) -> datetime:
        """As `opened_before`."""
        return opened_before(moment, since, self._places)

    def some_of(self, span: timedelta, minutes: tuple[float, float]) -> timedelta:
        """As `some_of`."""
        return some_of(span, minutes, self._dice)

    def back(self, moment: datetime, days: int, since: datetime) -> datetime:
        """At the same time of a working day so many days before; soon after `since` where that is later."""
        at = moment - timedelta(days=days)
        while not self._places.is_workday(beijing_date(at)):
            at -= ONE_DAY
        return at if at > since else since + some_of(moment - since, (1, 10), self._dice)

    def days(self, mean: float) -> int:
        """A number of working days with a long tail."""
        return int(self._dice.gammavariate(1.6, mean / 1.6) + 0.3)

    def _is_open(self, moment: datetime) -> bool:
        day = beijing_date(moment)
        hours = self._places.ladder.hours
        return self._places.is_workday(day) and any(a <= moment < b for a, b in hours.sittings(day))

    def _within(self, day: date, since: datetime) -> datetime | None:
        if not self._places.is_workday(day):
            return None
        spans = [
            (max(opens, since), closes)
            for opens, closes in self._places.ladder.hours.sittings(day)
            if closes - max(opens, since) > _AT_LEAST
        ]
        if not spans:
            return None
        lengths = [(closes - opens).total_seconds() for opens, closes in spans]
        opens, closes = self._dice.choices(spans, lengths)[0]
        seconds = self._dice.random() * ((closes - opens).total_seconds() - 60)
        return (opens + timedelta(seconds=seconds)).replace(microsecond=self._dice.randrange(1_000_000))
