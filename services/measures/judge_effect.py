"""Whether a measure worked, from numbers alone: the rule by which one is closed (ADR 0292).

It is closed where as few came again as its target says and, against each span that decides, the rate fell more than that of the
others did, beyond what chance does (the upper end of the ratio of ratios is below 1). Where the numbers are so small that even
the end of all such complaints would not show, that nothing is shown says nothing against it. Pure; no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.ground.measure_codes import MeasureLack, MeasureSpan, MeasureVerdict
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
    """`rates` and `against` by span; `rates` of the time after counts what nobody has decided as true. None without exposure.

    `lack` is what is missing where nothing is shown for or against it, None with any other verdict.
    """

    verdict: MeasureVerdict
    lack: MeasureLack | None
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
    lacks = {span: find_lack(counted[span], after) for span in against}
    verdict = _decide(counted, against, lacks, terms)
    is_open = verdict in (MeasureVerdict.TOO_FEW, MeasureVerdict.CANNOT_TELL)
    return Effect(verdict, _name_lack(lacks) if is_open else None, rates, against)


def find_lack(before: Counted, after: Counted) -> MeasureLack | None:
    """What is too small for anything to be shown, even if none of ours had come again; None where that would show."""
    gone = _compare(before, after, 0)
    if gone.beside_others.upper < 1:
        return None
    return MeasureLack.GROUP if gone.own.upper < 1 else MeasureLack.NUMBERS


def _name_lack(lacks: Mapping[MeasureSpan, MeasureLack | None]) -> MeasureLack:
    deciding = [lacks[span] for span in DECIDING if span in lacks]
    if not deciding:
        return MeasureLack.RECORDS
    return MeasureLack.GROUP if MeasureLack.GROUP in deciding else MeasureLack.NUMBERS


def _decide(
    counted: Mapping[MeasureSpan, Counted],
    against: Mapping[MeasureSpan, Against],
    lacks: Mapping[MeasureSpan, MeasureLack | None],
    terms: Terms,
) -> MeasureVerdict:
    after = counted[MeasureSpan.AFTER]
    rate = _rate(after.found + after.open, after.exposure)
    deciding = [against[span].beside_others for span in DECIDING if span in against]
    is_low = rate is not None and rate < terms.target
    if is_low and deciding and all(ratio.upper < 1 for ratio in deciding):
        return MeasureVerdict.EFFECTIVE
    at_best = _rate(after.found, after.exposure)
    # Too few to say: nothing speaks against it, and nothing shows it.
    is_possible = (at_best is None or at_best < terms.target) and all(ratio.lower < 1 for ratio in deciding)
    points = [_point(counted[span], after, lacks[span]) for span in against]
    if is_possible and all(value is None or value < 1 for value in points):
        return MeasureVerdict.TOO_FEW if terms.may_wait else MeasureVerdict.CANNOT_TELL
    return MeasureVerdict.NOT_EFFECTIVE


def _point(before: Counted, after: Counted, lack: MeasureLack | None) -> float | None:
    """How much it changed at best: beside the others, or by itself where they are too few to say what they did."""
    told = _compare(before, after, after.found)
    return told.own.value if lack is MeasureLack.GROUP else told.beside_others.value


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
