"""Each indicator with its one definition: a share of complaints, or one by one; and whether it earns or costs points.

A change here changes `indicator_means.CODE` in the catalogues. What an indicator counts is never widened: rules that were
published before would count it too. What is counted anew is an indicator of its own, which they do not have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.ground.performance_codes import Indicator, PointsDirection
from models.office.performance_rules import PerformanceRule

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Definition:
    """`is_share`: full points where all that could count do; else the points of each that counts, up to a cap."""

    direction: PointsDirection
    is_share: bool


DEFINITIONS: Mapping[Indicator, Definition] = {
    Indicator.ANSWERED_IN_TIME: Definition(PointsDirection.REWARD, is_share=True),
    Indicator.REFERRED_RIGHT: Definition(PointsDirection.REWARD, is_share=True),
    Indicator.SATISFIED: Definition(PointsDirection.REWARD, is_share=True),
    Indicator.RECTIFIED_IN_TIME: Definition(PointsDirection.REWARD, is_share=True),
    Indicator.FILE_COMPLETE: Definition(PointsDirection.REWARD, is_share=True),
    Indicator.FOUND_TRUE: Definition(PointsDirection.PENALTY, is_share=False),
    Indicator.OVERTURNED: Definition(PointsDirection.PENALTY, is_share=False),
    Indicator.LOST_OUTSIDE: Definition(PointsDirection.PENALTY, is_share=False),
    Indicator.EXTENDED_LATE: Definition(PointsDirection.PENALTY, is_share=False),
}


@dataclass(frozen=True, slots=True)
class Line:
    """Of `base` complaints `part` count; `hundredths` of points, None where there are too few to say anything."""

    indicator: Indicator
    base: int
    part: int
    hundredths: int | None


def work_out(rules: Sequence[PerformanceRule], counted: Mapping[Indicator, tuple[int, int]]) -> list[Line]:
    """A line a rule, in the order of the indicators; `counted` is (base, part), nothing where there was none."""
    by_indicator = {rule.indicator: rule for rule in rules}
    return [
        _line(by_indicator[indicator], *counted.get(indicator, (0, 0)))
        for indicator in Indicator
        if indicator in by_indicator
    ]


def total(lines: Sequence[Line]) -> int:
    """What all lines that say something come to, in hundredths."""
    return sum(line.hundredths or 0 for line in lines)


def as_json(lines: Sequence[Line]) -> list[list[str | int | None]]:
    """As a score keeps them."""
    return [[line.indicator.value, line.base, line.part, line.hundredths] for line in lines]


def from_json(kept: Sequence[Sequence[str | int | None]]) -> list[Line]:
    """What `as_json` wrote; a code that is no indicator any more raises ValueError."""
    return [
        Line(Indicator(str(code)), int(base or 0), int(part or 0), None if points is None else int(points))
        for code, base, part, points in kept
    ]


def _line(rule: PerformanceRule, base: int, part: int) -> Line:
    if base == 0 or base < rule.least_cases:
        return Line(rule.indicator, base, part, None)
    if DEFINITIONS[rule.indicator].is_share:
        # Half a hundredth counts up; the cap is the most that a full share may bring.
        points = min((rule.points * HUNDREDTHS * part * 2 + base) // (2 * base), rule.cap * HUNDREDTHS)
    else:
        points = min(rule.points * part, rule.cap) * HUNDREDTHS
    sign = -1 if rule.direction is PointsDirection.PENALTY else 1
    return Line(rule.indicator, base, part, sign * points)
