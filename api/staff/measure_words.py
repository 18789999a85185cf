"""A measure and its figures in the words of its page; each number with the ledger of its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from api.context import make_unit
from api.i18n import code_text, gettext, language
from models.ground.measure_codes import MeasureBasis, MeasureOthers, MeasureSpan, MeasureVerdict
from models.office.measure import Measure, MeasureCheck
from services.measures.count_effect import subject_of
from services.measures.exposure import PER
from services.measures.spans import DECIDING
from services.office.causes import map_cause_names

# Any: what was frozen as JSON (services/measures/judge_effect.py).
Frozen = Mapping[str, Any]
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class SpanLine:
    """One span of days: `days` as texts with the ledger of true ones, "" where none can be asked for; numbers as read."""

    span: str
    days: Sequence[tuple[str, str]]
    found: int
    open: int
    told: int
    told_at: str
    rate: str
    others: int
    own: str
    beside: str
    decides: bool


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One judging: what it says as a sentence each, and its lines; `volumes_missing` where nothing could be counted.

    `basis` and `per` are what it was counted by, `group` what it was compared with; of early judgings as the measure has them.
    """

    sentences: Sequence[str]
    lines: Sequence[SpanLine]
    volumes_missing: bool
    basis: MeasureBasis
    per: int
    group: str


@dataclass(frozen=True, slots=True)
class MeasureNames:
    """By code, for all measures of a page."""

    units: Mapping[str, str]
    items: Mapping[str, str]
    causes: Mapping[str, str]


def names_of(units: Mapping[str, str], items: Mapping[str, str]) -> MeasureNames:
    """With the causes of the tree."""
    return MeasureNames(units, items, map_cause_names(make_unit(), language()))


def about_of(measure: Measure, names: MeasureNames) -> str:
    """Problem type, unit, item and cause, as far as it is narrowed to them."""
    parts = [code_text("category", measure.category.value)] if measure.category else []
    if measure.unit:
        parts.append(names.units.get(measure.unit, measure.unit))
    if measure.item:
        parts.append(names.items.get(measure.item, measure.item))
    if measure.cause:
        parts.append(names.causes.get(measure.cause, measure.cause))
    return " · ".join(parts)


def figures_of(check: MeasureCheck, measure: Measure) -> CheckWords:
    """From what was frozen alone."""
    spans: Mapping[str, Frozen] = check.figures["spans"]
    lines = [_line(span.value, spans[span.value], measure) for span in MeasureSpan if span.value in spans]
    basis = MeasureBasis(check.figures["basis"])
    return CheckWords(
        _sentences(check, spans),
        lines,
        volumes_missing=bool(check.figures.get("volumes_missing")),
        basis=basis,
        per=PER[basis],
        group=group_text(measure, check.figures.get("compared_with", measure.others.value)),
    )


def group_text(measure: Measure, others: str) -> str:
    """The comparison group; without a problem type the same main cause is compared."""
    is_cause = others == MeasureOthers.SAME_TYPE and not measure.category
    return code_text("measure_others", "same_cause" if is_cause else others)


def _line(span: str, of: Frozen, measure: Measure) -> SpanLine:
    told = [(first, last) for first, last in of["days"]]
    return SpanLine(
        span,
        [(_days(*days), _ledger(measure, days, true=True)) for days in told],
        of["found"],
        of["open"],
        of["told"],
        _ledger(measure, (told[0][0], told[-1][1]), true=False) if len(told) == 1 else "",
        word_rate(of["rate"]),
        of["others"],
        _word_ratio(of.get("own")),
        _word_ratio(of.get("beside")),
        decides=span in DECIDING,
    )


def _days(first: str, last: str) -> str:
    return gettext("%(first)s to %(last)s", first=first, last=last)


def _ledger(measure: Measure, days: tuple[str, str], *, true: bool) -> str:
    """ "" where the ledger cannot be asked for it: what was found true of any problem by any cause."""
    subject = subject_of(measure)
    at_place = {"problem_unit": subject.unit, "problem_item": subject.item}
    if subject.category is not None:
        of_cause = {"cause": subject.cause, "problem_true": "1"} if true else {}
        asked = {"problem": subject.category.value, **at_place, **of_cause}
    elif not true:
        asked = {"about": subject.unit, "item": subject.item}
    elif subject.cause:
        asked = {"true_cause": subject.cause, **at_place}
    else:
        return ""
    asked |= {"counted_once": "yes", "from": days[0], "until": days[1]}
    return f"/ledger?{urlencode({name: value for name, value in asked.items() if value})}"


def word_rate(rate: float | None) -> str:
    """Two digits behind the point; a dash where there was nothing to count against."""
    return NOTHING if rate is None else f"{rate:.2f}"


def _word_ratio(ends: Sequence[float | None] | None) -> str:
    """`0.31 (0.12–0.80)`; an end without bound is written as such."""
    if ends is None:
        return NOTHING
    value, lower, upper = ends
    shown = NOTHING if value is None else f"{value:.2f}"
    return f"{shown} ({lower or 0:.2f}–{'∞' if upper is None else f'{upper:.2f}'})"


def _sentences(check: MeasureCheck, spans: Mapping[str, Frozen]) -> list[str]:
    """What a director is to read of it, before any table."""
    after = spans.get(MeasureSpan.AFTER.value)
    if after is None:
        return []
    target, unit = check.figures["target"], code_text("measure_per", check.figures["basis"])
    rate = after["rate"]
    is_low = rate is not None and rate < target
    told = [
        gettext(
            "After the measure %(rate)s %(unit)s came again; the target is less than %(target)s.",
            rate=word_rate(rate),
            unit=unit,
            target=word_rate(target),
        )
        if is_low
        else gettext(
            "After the measure %(rate)s %(unit)s came again: no fewer than the target of %(target)s.",
            rate=word_rate(rate),
            unit=unit,
            target=word_rate(target),
        )
    ]
    told += [_compared(span, spans[span.value]) for span in DECIDING if span.value in spans]
    if not any(span.value in spans for span in DECIDING):
        told.append(gettext("The records do not reach back far enough to compare with."))
    if after["open"]:
        told.append(
            gettext("%(n)d of them are undecided and count as true until they are decided.", n=after["open"])
        )
    # Early judgings do not say what was missing.
    if lack := check.figures.get("lack"):
        told.append(code_text("measure_lack", lack))
    if check.verdict is MeasureVerdict.TOO_FEW:
        told.append(
            gettext("The numbers are too small to tell it from chance; another window is waited for.")
        )
    return told


def _compared(span: MeasureSpan, of: Frozen) -> str:
    value, _, upper = of["beside"]
    against = code_text("measure_span", span.value)
    if value is None:
        return gettext(
            "Against “%(span)s” nothing can be said: there is too little to compare.", span=against
        )
    if upper is not None and upper < 1:
        return gettext(
            "Against “%(span)s”, and allowing for what changed in the comparison group, it fell to %(share)s of what it was;"
            " by chance it would hardly be more than %(upper)s.",
            span=against,
            share=f"{value:.0%}",
            upper=f"{upper:.0%}",
        )
    return gettext(
        "Against “%(span)s”, and allowing for what changed in the comparison group, it is %(share)s of what it was;"
        " that no fall lies behind it cannot be ruled out (up to %(upper)s).",
        span=against,
        share=f"{value:.0%}",
        upper="∞" if upper is None else f"{upper:.0%}",
    )
