"""Diagrams that ask before the moment they were told, since the engine's clock is ahead of the office's."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.clock.clock_ladder import SHORTEST_WAIT

# A clock that was just moved is believed a moment too long by one process or another; they meet within so many asks.
FREE_ASKS = 5
MOST_REMEMBERED = 10_000


def wait_after(asks: int) -> timedelta:
    """How long at least to wait after so many asks too early: nothing at first, then 60 s, doubled with each further one."""
    return SHORTEST_WAIT * (1 << min(asks - FREE_ASKS - 1, 14)) if asks > FREE_ASKS else timedelta(0)


@dataclass(slots=True)
class EarlyAsks:
    """The asks before each moment; of one process of workers, so several together let a few more pass."""

    asked: dict[tuple[str, datetime], int] = field(default_factory=dict)

    def put_off(self, subject: str, until: datetime, now: datetime) -> datetime:
        """When to ask again about `subject`, which is to wait `until` then: later where it was asked too often before.

        A moment that the engine's clock has passed makes no diagram wait, one far enough ahead does, whatever its lead.
        """
        if now >= until:
            return until
        if len(self.asked) >= MOST_REMEMBERED:
            self.asked = {key: asks for key, asks in self.asked.items() if key[1] > now}
        asks = self.asked.get((subject, until), 0) + 1
        self.asked[subject, until] = asks
        wait = wait_after(asks)
        return max(until, now + wait) if wait else until
