"""What is usual for one series of days: a level that follows slowly, by the shape of the days, with how widely it scatters.

Chosen by measurement (ADR 0279). The office's days give the shape (weekdays, days off, the day after them);
each series has its own level and scatter, read in one pass over its past. The last days are not in it: what begins to rise
must not become usual before anybody was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Of the level half is of the last so many days.
HALF_LIFE = 60.0
# Days before the day that is asked about that do not count for its level.
GUARD = 7
# Days whose sums show how widely a series scatters.
BLOCK = 4
# A day counts for the level with so many times what was usual and so many more at most: a wave that is over is no level.
CUT_TIMES, CUT_MORE = 2.5, 2.0
# What is known beforehand of a series of which nothing is: half a complaint, and the scatter of so many blocks.
PRIOR_CASES, PRIOR_BLOCKS = 0.5, 12.0
LEAST_SCATTER, MOST_SCATTER = 1.1, 6.0
# How far the level itself may be off by what no past told (seasons, openings): its relative deviation.
DRIFT = 0.25


@dataclass(frozen=True, slots=True)
class Usual:
    """On a day of shape 1: how many, from how many complaints that is known, and variance by mean of the days' sums."""

    level: float
    known_from: float
    scatter: float

    def variance(self, mean: float) -> float:
        """Of a sum of days of which `mean` are usual."""
        return mean * self.scatter + mean * mean * (DRIFT * DRIFT + 1 / self.known_from)


def usual_of(counts: Sequence[int], shape: Sequence[float], days: Sequence[int]) -> dict[int, Usual]:
    """Of each of these days (ascending places of `counts`); `shape` is of the same days."""
    wanted, found = set(days), {}
    keep = 0.5 ** (1 / HALF_LIFE)
    cases = exposure = squares = 0.0
    spread, blocks = PRIOR_BLOCKS * 1.3, PRIOR_BLOCKS
    block_seen = block_mean = 0.0
    for day in range(max(wanted, default=-1) + 1):
        past = day - GUARD - 1
        if past >= 0:
            level = (
                (cases + PRIOR_CASES) / (exposure + 1 / (1 - keep))
                if past < 28
                else (cases + PRIOR_CASES) / exposure
            )
            mean = level * shape[past]
            seen = min(float(counts[past]), CUT_TIMES * mean + CUT_MORE)
            cases, exposure, squares = (
                cases * keep + seen,
                exposure * keep + shape[past],
                squares * keep * keep + seen,
            )
            block_seen, block_mean = block_seen + counts[past], block_mean + mean
            if past % BLOCK == BLOCK - 1:
                if block_mean > 0:
                    weight = min(1.0, block_mean)
                    off = min(block_seen, 3 * block_mean + 4) - block_mean
                    spread, blocks = spread * 0.98 + weight * off * off / block_mean, blocks * 0.98 + weight
                block_seen = block_mean = 0.0
        if day in wanted:
            level = (cases + PRIOR_CASES) / max(exposure, 1.0)
            known = max(PRIOR_CASES, cases * cases / squares if squares else 0.0)
            scatter = min(MOST_SCATTER, max(LEAST_SCATTER, spread / blocks))
            found[day] = Usual(level, known + PRIOR_CASES, scatter)
    return found


def shape_of(totals: Sequence[int], kinds: Sequence[str]) -> list[float]:
    """The factor of each day by its kind, from the office's totals: 1 is the mean day; a kind that was rare is drawn to 1.

    `kinds` may go on after the totals: days that are asked about.
    """
    overall = (sum(totals) + 1) / (len(totals) + 1)
    sums: dict[str, list[float]] = {}
    for total, kind in zip(totals, kinds, strict=False):
        of = sums.setdefault(kind, [0.0, 0.0])
        of[0] += total
        of[1] += 1
    factor = {kind: (of[0] / overall + 2) / (of[1] + 2) for kind, of in sums.items()}
    return [max(0.05, factor.get(kind, 1.0)) for kind in kinds]
