"""The ladder of a clock: when it comes near, is over, is supervised, and when to look again. Pure.

Lateness is always computed here from the facts of the row; what was announced is not asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.case.lifecycle import Rung
from models.clock.calendar_days import WorkCalendar
from models.clock.legal_time import at_time, beijing_date
from models.clock.office_hours import OfficeHours, half_of_office_time, next_opening

# The due minute itself is in time, so a clock is over one minute after its due moment.
DUE_MINUTE = timedelta(minutes=1)
# An early check waits at least so long, so that a clock skew cannot make a loop without rest.
SHORTEST_WAIT = timedelta(seconds=60)
# 督办单 so many working days after the due day where the office has no limit of its own for it.
SUPERVISED_AFTER_WORKDAYS = 3
# 通报 five working days after the due day: an entry of the trail, not a state (system default).
BULLETIN_AFTER_WORKDAYS = 5
# What no further day makes worse is looked at once in so many working days; a change of the limit is told at once anyway.
SETTLED_LOOK_WORKDAYS = 5
# A pause without an end of its own is looked at again after so many working days.
PAUSE_CAP_WORKDAYS = 30

_RANK = {Rung.WITHIN: 0, Rung.NEAR: 1, Rung.OVER: 2, Rung.SUPERVISED: 3}


@dataclass(frozen=True, slots=True)
class OpenPause:
    """A pause that has not ended."""

    started_at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the ladder needs of a clock's row. `is_short`: a limit of one working day or less.

    `is_supervised`: a supervision of it is open. `was_supervised`: one was opened since the due moment, or none may be.
    """

    opened_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    pause: OpenPause | None
    is_short: bool
    is_supervised: bool = False
    was_supervised: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """The moments of one clock under one calendar and one centre's hours."""

    hours: OfficeHours
    calendar: WorkCalendar
    # From which day on which number of working days after the due day a supervision is opened, oldest first.
    supervised_after: Sequence[tuple[date, int]] = ()

    def near_at(self, facts: ClockFacts) -> datetime:
        """Start of business of the last working day before the due day.

        Short limits: half of the office time.
        """
        if facts.is_short:
            return half_of_office_time(facts.opened_at, facts.due_at, self.hours, self.calendar)
        return self.hours.opening(self.calendar.previous_workday(self._due_day(facts)))

    def over_at(self, facts: ClockFacts) -> datetime:
        """The first moment that is late."""
        return facts.due_at + DUE_MINUTE

    def supervised_at(self, facts: ClockFacts) -> datetime:
        """The close of business, one minute on, of the last working day on which lateness is not yet supervised."""
        due_day = self._due_day(facts)
        in_force = [amount for since, amount in self.supervised_after if since <= due_day]
        return self._closing_after(facts, in_force[-1] if in_force else SUPERVISED_AFTER_WORKDAYS)

    def bulletin_at(self, facts: ClockFacts) -> datetime:
        """The same of the fifth working day: from then on the lateness belongs into a bulletin."""
        return self._closing_after(facts, BULLETIN_AFTER_WORKDAYS)

    def rung_at(self, facts: ClockFacts, now: datetime) -> Rung:
        """Where the clock stands at `now`: supervised as long as a supervision is open, or due to be opened."""
        reached = self.reached_at(facts, now)
        if reached in (Rung.STOPPED, Rung.PAUSED):
            return reached
        if facts.is_supervised:
            return Rung.SUPERVISED
        return Rung.OVER if reached is Rung.SUPERVISED and facts.was_supervised else reached

    def reached_at(self, facts: ClockFacts, now: datetime) -> Rung:
        """How high the clock has climbed by time alone; a stopped clock stays stopped, a paused one is not late."""
        if facts.stopped_at is not None:
            return Rung.STOPPED
        if facts.pause is not None:
            return Rung.PAUSED
        for rung, begins in reversed(self._begins(facts)):
            if now >= begins:
                return rung
        return Rung.WITHIN

    def check_at(self, facts: ClockFacts, now: datetime) -> datetime:
        """When to look again: the next rung, the end of the pause, else the next working morning.

        Once even the bulletin is due no day brings anything new, and five working days pass. At least 60 s ahead
        of `now`, so never in the past; for a stopped clock simply that.
        """
        return max(self._next_moment(facts, now), now + SHORTEST_WAIT)

    def _next_moment(self, facts: ClockFacts, now: datetime) -> datetime:
        if facts.stopped_at is not None:
            return now
        if facts.pause is not None:
            until = facts.pause.until or self._pause_cap(facts.pause)
            return until if until > now else next_opening(now, self.hours, self.calendar)
        ahead = [begins for _, begins in self._begins(facts) if begins > now]
        if ahead:
            return min(ahead)
        if now < self.bulletin_at(facts):
            return next_opening(now, self.hours, self.calendar)
        return self.hours.opening(self.calendar.add_workdays(beijing_date(now), SETTLED_LOOK_WORKDAYS))

    def _pause_cap(self, pause: OpenPause) -> datetime:
        return self.hours.opening(
            self.calendar.add_workdays(beijing_date(pause.started_at), PAUSE_CAP_WORKDAYS)
        )

    def _closing_after(self, facts: ClockFacts, workdays: int) -> datetime:
        day = self.calendar.add_workdays(self._due_day(facts), workdays)
        return at_time(day, self.hours.closes) + DUE_MINUTE

    def _begins(self, facts: ClockFacts) -> list[tuple[Rung, datetime]]:
        return [
            (Rung.NEAR, self.near_at(facts)),
            (Rung.OVER, self.over_at(facts)),
            (Rung.SUPERVISED, self.supervised_at(facts)),
        ]

    @staticmethod
    def _due_day(facts: ClockFacts) -> date:
        # A due moment of 24:00 is written as 00:00 of the next day but belongs to the day before.
        return beijing_date(facts.due_at - timedelta(seconds=1))


def rungs_up_to(rung: Rung) -> list[Rung]:
    """The rungs that a running clock has climbed when it stands at `rung`, lowest first, without `within`."""
    rank = _RANK.get(rung, 0)
    return [step for step, height in _RANK.items() if 0 < height <= rank]


def worst_of(rungs: list[Rung]) -> Rung | None:
    """The worst rung of some clocks.

    A paused one is better than any that runs; None of none or stopped ones.
    """
    running = [rung for rung in rungs if rung in _RANK]
    if running:
        return max(running, key=lambda rung: _RANK[rung])
    return Rung.PAUSED if Rung.PAUSED in rungs else None
