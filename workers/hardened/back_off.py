"""Growing waits with jitter, in seconds."""

import random
from dataclasses import dataclass

# Spreads the retries of many jobs; no secret depends on it.
_JITTER = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class BackOff:
    """first, first*2, first*4 ... up to `longest`, each shortened by up to a fifth at random."""

    first: float
    longest: float

    def seconds(self, failures: int) -> float:
        """The wait after this many failures in a row (1 = first failure)."""
        doubled: float = self.first * (1 << min(max(failures - 1, 0), 30))
        wait = min(doubled, self.longest)
        return wait * (1 - 0.2 * _JITTER.random())
