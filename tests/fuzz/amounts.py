"""How much is tried: little in `make test`, all of it in `make prove`; drawn by SEED, told while it runs."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from prove.record import Record

T = TypeVar("T")
IS_PROOF = os.environ.get("PROVE") == "1"
SEED = int(os.environ.get("SEED", "36113"))
# A part is to take nine minutes on a quiet machine; a busy one is not to cut it.
TIMEOUT_SECONDS = 3_600 if IS_PROOF else 120


def amount(few: int, all_of_them: int) -> int:
    """`few` in `make test`, else the number that is promised."""
    return all_of_them if IS_PROOF else few


@dataclass(slots=True)
class Attempts:
    """Counts attempts, what they met, and those that took longer than `limit` seconds of this process."""

    unit: str
    limit: float
    seed: int = SEED
    met: Counter[str] = field(default_factory=Counter)
    slow: list[tuple[float, str]] = field(default_factory=list)
    tried: int = 0
    longest: float = 0.0

    def each(self, number: int) -> Iterator[random.Random]:
        """A source of chance for each attempt, so that one can be drawn again alone."""
        began = time.monotonic()
        for index in range(number):
            yield random.Random(f"{self.unit} {self.seed} {index}")  # noqa: S311  # chance, no secret
            self.tried += 1
            if IS_PROOF and self.tried % 5_000 == 0:
                seconds = time.monotonic() - began
                print(f"  {self.tried:,} of {number:,} {self.unit} in {seconds:.0f} s", flush=True)

    def took(self, seconds: float, what: str) -> None:
        """Note how long an attempt took."""
        self.longest = max(self.longest, seconds)
        if seconds > self.limit:
            self.slow.append((seconds, what[:300]))

    def timed(self, work: Callable[[], T], what: str) -> T:
        """Do it and note how long it took by the wall."""
        began = time.monotonic()
        outcome = work()
        self.took(time.monotonic() - began, what)
        return outcome

    def save(self, **figures: float) -> None:
        """Leave the counts for the part of `make prove` that runs."""
        told = {
            f"longer than {self.limit:g} s": float(len(self.slow)),
            "longest, seconds": round(self.longest, 2),
        }
        Record(self.unit, self.seed, self.tried, self.met, figures=told | figures).save()
