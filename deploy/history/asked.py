"""What was asked of a past, and the ids and dice that follow from it alone."""

from __future__ import annotations

import hashlib
import random
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from deploy.history.makes import MAKES, Make

FEWEST, MOST, MOST_YEARS = 50, 1_000_000, 10
# Of the command, where no further try changes anything; 2 is click's own.
EXIT_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """`until` is the last Beijing day of the past."""

    years: int
    cases: int
    seed: int
    make: str
    until: date

    @property
    def statistics(self) -> Make:
        """Of its make."""
        return MAKES[self.make]

    @property
    def first(self) -> date:
        """The first day."""
        return self.until - timedelta(days=round(self.years * 365.25) - 1)

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.until - self.first).days + 1

    def dice(self, about: str) -> random.Random:
        """The same for the same past."""
        return random.Random(f"{self.told()}/{about}")  # noqa: S311 - a made past, no secret

    def id_of(self, about: str) -> str:
        """An id that follows from what was asked."""
        return hashlib.sha256(f"{self.told()}/{about}".encode()).hexdigest()[:32]

    def told(self) -> str:
        """In one line."""
        return f"{self.make}/{self.seed}/{self.years}/{self.cases}/{self.until}"

    def as_json(self) -> dict[str, object]:
        """As it is kept beside the data."""
        return asdict(self) | {"until": self.until.isoformat()}
