"""Whether a measure worked, from numbers alone: the rule by which one is closed (ADR 0292).

It is closed where as few came again as its target says and, against each span that decides, the rate fell more than that of the
others did, beyond what chance does (the upper end of the ratio of ratios is below 1). Pure; no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.ground.measure_codes import MeasureSpan, MeasureVerdict
from services.measures.rate_ratio import Count, Ratio, ratio_of_rates, ratio_of_ratios
from services.measures.spans import DECIDING


@dataclass(frozen=True, slots=True)
class Counted:
    """Complaints of one span. `found` were true at least in part, of `open` nobody has said so yet, `told` are all.

    `exposure` is in hundreds of working days or thousands of transactions, so that number by exposure is the rate. `others`
    are those of the comparison group, against their own.
    """

    found: int
    open: int
    told: int
    exposure: float
    others: int
    others_exposure: float


@dataclass(frozen=True, slots=True)
class Terms:
    """The most that may come again, as a rate, and whether another window may be waited for."""

    target: float
    may_wait: bool


@dataclass(frozen=True, slots=True)
class Against:
    """The time after a measure by one span before it: our own rate, and how much more it changed than that of the others."""

    own: Ratio
    beside_others: Ratio


@dataclass(frozen=True, slots=True)
class Effect:
    """`rates` and `against` by span; `rates` of the time after counts what nobody has decided as true. None without exposure."""

    verdict: MeasureVerdict
    rates: Mapping[MeasureSpan, float | None]
    against: Mapping[MeasureSpan, Against]


def judge_effect(counted: Mapping[MeasureSpan, Counted], terms: Terms) -> Effect:
    """Of the time after and at least one span before; without a span that decides nothing can be shown.

    What nobody has decided yet counts as true after the measure and as untrue before: it may turn out so.
    """
    after = counted[MeasureSpan.AFTER]
    against: dict[MeasureSpan, Against] = {
        span: _compare(before, after, after.found + after.open)
        for span, before in counted.items()
        if span is not MeasureSpan.AFTER
    }
    rates = {
        span: _rate(of.found + (of.open if span is MeasureSpan.AFTER else 0), of.exposure)
        for span, of in counted.items()
    }
    return Effect(_decide(counted, against, rates[MeasureSpan.AFTER], terms), rates, against)


def _decide(
    counted: Mapping[MeasureSpan, Counted],
    against: Mapping[MeasureSpan, Against],
    rate: float | None,
    terms: Terms,
) -> MeasureVerdict:
    deciding = [against[span].beside_others for span in DECIDING if span in against]
    is_low = rate is not None and rate < terms.target
    if is_low and deciding and all(ratio.upper < 1 for ratio in deciding):
        return MeasureVerdict.EFFECTIVE
    after = counted[MeasureSpan.AFTER]
    at_best = _rate(after.found, after.exposure)
    # Too few to say: nothing speaks against it, and nothing shows it.
    is_possible = (at_best is None or at_best < terms.target) and all(ratio.lower < 1 for ratio in deciding)
    points = [_compare(counted[span], after, after.found).beside_others.value for span in against]
    falls = all(value is None or value < 1 for value in points)
    if terms.may_wait and is_possible and falls:
        return MeasureVerdict.TOO_FEW
    return MeasureVerdict.NOT_EFFECTIVE


def _compare(before: Counted, after: Counted, seen: int) -> Against:
    own = (Count(before.found, before.exposure), Count(seen, after.exposure))
    others = (Count(before.others, before.others_exposure), Count(after.others, after.others_exposure))
    return Against(ratio_of_rates(*own), ratio_of_ratios(own, others))


def _rate(number: int, exposure: float) -> float | None:
    return number / exposure if exposure > 0 else None


def as_json(
    effect: Effect, counted: Mapping[MeasureSpan, Counted]
) -> dict[str, Any]:  # Any: numbers and codes
    """By span, to be frozen: an end of an interval without bound is None."""
    return {
        span.value: {
            "found": of.found,
            "open": of.open,
            "told": of.told,
            "exposure": of.exposure,
            "others": of.others,
            "others_exposure": of.others_exposure,
            "rate": effect.rates[span],
            **({"own": _ends(against.own), "beside": _ends(against.beside_others)} if against else {}),
        }
        for span, of in counted.items()
        for against in [effect.against.get(span)]
    }


def _ends(ratio: Ratio) -> list[float | None]:
    return [None if value is None or value == float("inf") else round(value, 4) for value in _values(ratio)]


def _values(ratio: Ratio) -> tuple[float | None, float, float]:
    return ratio.value, ratio.lower, ratio.upper
