"""The window of a measure has passed: its figures are counted, judged and frozen, and it closes, waits again or comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from models.ground.errors import NotFound
from models.ground.ids import new_id
from models.ground.measure_codes import MeasureState, MeasureVerdict
from models.office.measure import Measure, MeasureCheck
from services.actor import SYSTEM
from services.measures.count_effect import count_effect
from services.measures.exposure import VolumesMissing
from services.measures.judge_effect import Terms, as_json, judge_effect
from services.measures.judged_from import judge_at, set_judged_from
from services.measures.last_check import find_last_check
from services.measures.rate_ratio import BEYOND
from services.measures.spans import MOST_WAITS, Days
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class JudgeMeasure:
    """Which measure, and the job that asks."""

    measure_id: str
    job: JobIdentity


def judge_measure(command: JudgeMeasure, unit_of_work: UnitOfWork) -> JobResult:
    """`verdict`, and `judge_at` where another window is waited for; asked again, the answer of the first time.

    One that is not watched any more is left as it is. NotFound for none. It is counted before the unit is opened that
    writes: complaints of two years are looked through, and nobody waits for that.
    """
    with unit_of_work.reading() as unit:
        measure = unit.session.get(Measure, command.measure_id)
        is_watched = measure is not None and measure.state is MeasureState.WATCHED
        judged = _judge(measure, unit) if measure is not None and is_watched else None
    with unit_of_work as unit:
        return once_per_job(command.job, unit, lambda: _keep(command.measure_id, judged, unit))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the figures say of a measure as it stood `at`."""

    at: tuple[object, ...]
    verdict: MeasureVerdict
    figures: dict[str, Any]  # Any: numbers and codes


def _stands_at(measure: Measure) -> tuple[object, ...]:
    """All that a judging reads of it and that may change."""
    watched = measure.state, measure.round, measure.waits, measure.verified_on
    return *watched, measure.target, measure.basis, measure.others


def _judge(measure: Measure, unit: Unit) -> _Judged:
    return _Judged(_stands_at(measure), *_count(measure, unit))


def _keep(measure_id: str, judged: _Judged | None, unit: Unit) -> JobResult:
    measure = unit.session.get(Measure, measure_id, with_for_update=True)
    if measure is None:
        raise NotFound
    if measure.state is not MeasureState.WATCHED:
        return _answer(_last_verdict(measure_id, unit), measure)
    if judged is None or judged.at != _stands_at(measure):
        # Moved since it was counted.
        judged = _judge(measure, unit)
    verdict, figures = judged.verdict, judged.figures
    no = _number_of_next(measure_id, unit)
    check = MeasureCheck(id=new_id(), measure_id=measure_id, no=no, round=measure.round)
    check.at, check.verdict, check.figures = unit.clock.now(), verdict, figures
    unit.session.add(check)
    _move(measure, verdict, unit)
    payload = {"measure": measure_id, "check": no, "round": measure.round, "verdict": verdict.value}
    unit.trail.add(None, "measure.judged", payload, SYSTEM)
    return _answer(verdict, measure)


def _count(measure: Measure, unit: Unit) -> tuple[MeasureVerdict, dict[str, Any]]:  # Any: numbers and codes
    may_wait = measure.waits < MOST_WAITS
    terms = {"target": measure.target, "basis": measure.basis.value, "beyond": BEYOND}
    terms |= {"compared_with": measure.others.value}
    try:
        found = count_effect(measure, unit)
    except VolumesMissing:
        verdict = MeasureVerdict.TOO_FEW if may_wait else MeasureVerdict.CANNOT_TELL
        return verdict, {**terms, "volumes_missing": True, "spans": {}}
    effect = judge_effect(found.counted, Terms(measure.target, may_wait))
    spans = as_json(effect, found.counted)
    for span, days in found.spans.items():
        spans[span.value]["days"] = [_texts(part) for part in days]
    return effect.verdict, {**terms, "lack": effect.lack and effect.lack.value, "spans": spans}


def _texts(days: Days) -> list[str]:
    return [day.isoformat() for day in days]


def _number_of_next(measure_id: str, unit: Unit) -> int:
    last = select(func.max(MeasureCheck.no)).where(MeasureCheck.measure_id == measure_id)
    return (unit.session.scalar(last) or 0) + 1


def _move(measure: Measure, verdict: MeasureVerdict, unit: Unit) -> None:
    if verdict is MeasureVerdict.EFFECTIVE:
        measure.state, measure.ended_at = MeasureState.CLOSED, unit.clock.now()
    elif verdict is MeasureVerdict.TOO_FEW:
        measure.waits += 1
        set_judged_from(measure)
    else:
        measure.state = MeasureState.CAME_BACK


def _last_verdict(measure_id: str, unit: Unit) -> MeasureVerdict:
    """Of the last judging that ended a watch; of one that was never judged nothing is shown."""
    check = find_last_check(measure_id, unit)
    is_end = check is not None and check.verdict is not MeasureVerdict.TOO_FEW
    return check.verdict if check is not None and is_end else MeasureVerdict.NOT_EFFECTIVE


def _answer(verdict: MeasureVerdict, measure: Measure) -> JobResult:
    return {"verdict": verdict.value, "judge_at": judge_at(measure)}
