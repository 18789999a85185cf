"""What all sweeps have in common: whose moment has passed is left to its diagram for a while, then looked at without it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from models.ground.errors import OutsideUnavailable

# How long a diagram may take to look, by the machine's clock, before the sweep looks in its place.
GRACE = timedelta(seconds=60)
BATCH = 500

Entry = TypeVar("Entry", bound=Hashable)


@dataclass(slots=True)
class Unwatched:
    """Since when, by the machine's clock, each thing waits to be looked at; of one sweep of one process."""

    since: dict[Hashable, datetime] = field(default_factory=dict)

    def list_late(self, due: Sequence[Entry], moment: datetime, grace: timedelta) -> list[Entry]:
        """Those of the due ones that have been due for `grace`; what is due no more is forgotten."""
        self.since = {entry: self.since.get(entry, moment) for entry in due}
        return [entry for entry in due if moment - self.since[entry] >= grace]


@dataclass(frozen=True, slots=True)
class Swept:
    """How many things the sweep looked at, and how many it leaves to their diagram for the moment."""

    looked: int
    waiting: int


def sweep(due: Sequence[Entry], late: Sequence[Entry], look: Callable[[Entry], bool]) -> Swept:
    """Look at each late one; what one of them raises is raised when all were looked at."""
    looked, faults = 0, []
    for entry in late:
        try:
            looked += look(entry)
        except OutsideUnavailable:
            raise
        except Exception as fault:
            # One that cannot be looked at must not keep the sweep from all others.
            faults.append(fault)
    if faults:
        raise ExceptionGroup("what could not be looked at", faults)
    return Swept(looked, len(due) - len(late))
