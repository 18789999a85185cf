"""Makes of past that differ in their statistics, so that no method of the office is tuned to one of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Make:
    """`clumps`: how many of a hundred complaints bring another one about the same within three days.

    `gusts`: the shape of the gamma by which whole days scatter, None for none. `season` is how far the busiest month lies
    above the mean, in February (0) or in summer (1) by `peak`. `sentences`: how long complaints are.
    """

    name: str
    clumps: int = 0
    gusts: float | None = None
    season: float = 0.2
    peak: float = 0.0
    growth: float = 0.1
    off_days: float = 0.3
    sentences: tuple[int, int] = (2, 5)
    is_resampled: bool = False


MAKES = {
    make.name: make
    for make in (
        Make("usual"),
        Make("gusty", clumps=12, gusts=12.0, season=0.35, peak=0.5, growth=0.25, sentences=(1, 9)),
        # The stories of the demo as they were told, at any time, as often as they come.
        Make("resampled", clumps=5, season=0.0, growth=0.0, off_days=0.8, is_resampled=True),
    )
}
