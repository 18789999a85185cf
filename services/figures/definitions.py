"""Each figure with its one definition: what is counted, of what, and what is left out. Pages, summaries and documents read it.

The words are in the catalogues of both languages: `figure.CODE` is the name, `figure_means.CODE` says what it is of what,
`figure_omits.CODE` what it does not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.figures.count_case import Part, SpreadOf


@dataclass(frozen=True, slots=True)
class Figure:
    """A number where there is no `base`; else a rate: the sum of `counts` less that of `less`, of the sum of `base`."""

    code: str
    counts: tuple[Part, ...]
    base: tuple[Part, ...] = ()
    less: tuple[Part, ...] = ()

    def number(self, parts: Mapping[str, int]) -> int:
        """How many count."""
        return sum(parts.get(part, 0) for part in self.counts) - sum(parts.get(part, 0) for part in self.less)

    def whole(self, parts: Mapping[str, int]) -> int:
        """Of how many."""
        return sum(parts.get(part, 0) for part in self.base)

    def percent(self, parts: Mapping[str, int]) -> float | None:
        """The rate; None where there is nothing that it could be of."""
        whole = self.whole(parts)
        return 100 * self.number(parts) / whole if whole else None

    @property
    def is_rate(self) -> bool:
        """Whether it is a share of something."""
        return bool(self.base)


NUMBER = Figure("number", (Part.CASES,))
# 响应率 按时办结率 解决率 满意率 重办率; whom nobody could get an evaluation of (未取得评价) stands apart.
RESPONSE_RATE = Figure(
    "response_rate", (Part.CONTACTED_IN_TIME,), (Part.CONTACTED_IN_TIME, Part.CONTACT_MISSED)
)
ON_TIME_RATE = Figure("on_time_rate", (Part.ENDED,), (Part.ENDED, Part.OVERDUE), (Part.ENDED_LATE,))
SOLVED_RATE = Figure("solved_rate", (Part.SOLVED,), (Part.ASKED_SOLVED,))
SATISFIED_RATE = Figure("satisfied_rate", (Part.SATISFIED,), (Part.EVALUATED,))
NOT_EVALUATED = Figure("not_evaluated", (Part.NOT_EVALUATED,))
REDONE_RATE = Figure("redone_rate", (Part.REDONE,), (Part.ANSWERED,))
OVERDUE = Figure("overdue", (Part.OVERDUE,))

FIGURES = (
    NUMBER,
    RESPONSE_RATE,
    ON_TIME_RATE,
    OVERDUE,
    SOLVED_RATE,
    SATISFIED_RATE,
    NOT_EVALUATED,
    REDONE_RATE,
)
# 办理用时: mean, median and the ninth decile of each.
SPREADS = (SpreadOf.WORKDAYS, SpreadOf.DAYS)
