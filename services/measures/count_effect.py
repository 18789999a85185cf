"""The numbers of a measure at this moment, counted from the database: nothing is decided by the store of figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.clock.legal_time import beijing_date
from models.ground.measure_codes import MeasureOthers, MeasureSpan
from models.office.measure import Measure
from services.measures.exposure import Against, find_against, measure_exposure
from services.measures.judge_effect import Counted
from services.measures.spans import Days, Spans, Watched, plan_spans
from services.measures.subject import Beside, Subject, count_seen, find_first_day
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class CountedEffect:
    """What was counted by span, and in which days."""

    counted: Mapping[MeasureSpan, Counted]
    spans: Spans


def subject_of(measure: Measure) -> Subject:
    """What complaints a measure is about."""
    return Subject(measure.category, measure.unit or "", measure.item or "", measure.cause or "")


def count_effect(measure: Measure, unit: Unit) -> CountedEffect:
    """Of one that was verified; VolumesMissing where it is judged by transactions and some month has none of
    the subject."""
    if measure.verified_on is None:
        raise ValueError("a measure is judged after it was verified")
    watched = Watched(
        beijing_date(measure.opened_at), measure.verified_on, measure.window_days, measure.waits
    )
    begin = find_first_day(unit) or beijing_date(unit.clock.now())
    spans = plan_spans(watched, begin)
    every = [part for days in spans.values() for part in days]
    against = find_against(every, measure.basis, subject_of(measure), unit)
    beside = Beside(measure.others, against.units)
    counted = {
        span: _count(days, subject_of(measure), (against, beside), unit) for span, days in spans.items()
    }
    return CountedEffect(counted, spans)


def count_days_of(days: tuple[Days, ...], measure: Measure, others: MeasureOthers, unit: Unit) -> Counted:
    """Of these days alone, beside that group; VolumesMissing as above."""
    subject = subject_of(measure)
    against = find_against(days, measure.basis, subject, unit)
    return _count(days, subject, (against, Beside(others, against.units)), unit)


def _count(days: tuple[Days, ...], subject: Subject, compared: tuple[Against, Beside], unit: Unit) -> Counted:
    against, beside = compared
    seen = [count_seen(part, subject, beside, unit) for part in days]
    exposure = measure_exposure(days, against, subject, unit)
    return Counted(
        found=sum(part.found for part in seen),
        open=sum(part.open for part in seen),
        told=sum(part.told for part in seen),
        exposure=exposure.own,
        others=sum(part.others for part in seen),
        others_exposure=exposure.others,
    )
