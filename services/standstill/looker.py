"""What a look at the engine starts from: what earlier looks saw, and the difference of the two clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.resource_check.faults import ResourceFault
from services.resource_check.surroundings import Surroundings

# What a version was held against, and what was found.
Checked = tuple[Surroundings, Sequence[ResourceFault]]
# By key, the last look that had not seen it yet; None where the first look of this process saw it.
NotBefore = Mapping[str, datetime | None]


@dataclass(slots=True)
class Noticed:
    """What looks of this process saw waiting, and when the last one was, by the machine's clock."""

    jobs: NotBefore = field(default_factory=dict)
    tasks: NotBefore = field(default_factory=dict)
    looked_at: datetime | None = None
    # Of the versions that run, by their keys; a version never changes.
    checked: dict[str, Checked] = field(default_factory=dict)

    def note(self, earlier: NotBefore, keys: Iterable[str]) -> dict[str, datetime | None]:
        """The same for what is seen now; what is not seen any more is forgotten."""
        return {key: earlier.get(key, self.looked_at) for key in keys}


@dataclass(frozen=True, slots=True)
class Look:
    """One look: the machine's moment, and how far the office's clock is before it."""

    moment: datetime
    shift: timedelta
    noticed: Noticed

    def began_at(self, started_at: datetime, not_before: datetime | None) -> datetime:
        """When something began by the machine's clock, told by an engine that lives in the office's time.

        A demo office's time goes forwards in leaps, so a token may look older than it is: it began after the last look
        that did not see it.
        """
        began = started_at - self.shift
        return began if not_before is None else max(began, not_before)
