"""The workers' step that answers what-ifs, a batch of cases at a time: the pages never wait for it, nor does the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.what_if_codes import NotReplayed, WhatIfGroup, WhatIfState
from models.office.what_if import WhatIf, WhatIfChange, WhatIfLine
from services.actor import SYSTEM
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import Unit, UnitFactory
from services.what_if.candidate import RulesCandidate, read_candidate
from services.what_if.judge import Bench, Judged, judge
from services.what_if.read_ran import CASES_AT_ONCE, Question, RanCase, Span, count_cases, read_cases
from services.what_if.tally import Calendars, code_of, read_tally
from services.what_if.try_rules import TriedCase, TriedRules, count_suggested, try_cases


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one look computed behind `place` of a question; `total` cases are to be computed in all."""

    what_if_id: str
    place: str
    total: int
    bench: Bench
    judged: Sequence[tuple[RanCase, Sequence[Judged | NotReplayed]]]
    tried: Sequence[TriedCase] = ()


def what_if_step(make_unit: UnitFactory, is_ending: Callable[[], bool] = lambda: False) -> int:
    """One batch of the oldest question; how many cases it computed, one more where the answer is whole, 0 where none waits.

    What is read and computed holds no lock. Two processes that compute one batch write it once; where `is_ending` says so
    before it is written, the next process computes it anew.
    """
    with make_unit().reading() as unit:
        batch = _compute_next(unit)
    if batch is None or is_ending():
        return 0
    with make_unit() as unit:
        return _write(batch, unit)


def _compute_next(unit: Unit) -> _Batch | None:
    row = unit.session.scalars(
        select(WhatIf).where(WhatIf.state != WhatIfState.DONE).order_by(WhatIf.asked_at, WhatIf.id).limit(1)
    ).first()
    if row is None:
        return None
    candidate = read_candidate(row.kind, row.candidate)
    question = Question(candidate, Span(row.since, row.until))
    if isinstance(candidate, RulesCandidate):
        return _try_next(row, candidate, unit)
    today = load_ladder(unit.session)
    bench = Bench(candidate, today, candidate.over(today), row.asked_at)
    cases = read_cases(question, row.place, unit)
    return _Batch(
        row.id,
        row.place,
        row.total or count_cases(question, unit),
        bench,
        [(case, [judge(clock, bench) for clock in case.clocks]) for case in cases],
    )


def _try_next(row: WhatIf, candidate: RulesCandidate, unit: Unit) -> _Batch:
    span, today = Span(row.since, row.until), load_ladder(unit.session)
    tried = try_cases(TriedRules(candidate, row.content or "", span), row.place, unit)
    bench = Bench(candidate, today, today, row.asked_at)
    return _Batch(
        row.id,
        row.place,
        row.total or count_suggested(span, unit),
        bench,
        [
            (one.case, [judge(clock, bench, one.days.get(clock.id)) for clock in one.case.clocks])
            for one in tried
        ],
        tried,
    )


def _write(batch: _Batch, unit: Unit) -> int:
    row = unit.session.get(WhatIf, batch.what_if_id, with_for_update=True)
    if row is None or row.place != batch.place or row.state is WhatIfState.DONE:
        return 0
    tally = read_tally(row.figures)
    calendars = Calendars(batch.bench.today.calendar, batch.bench.then.calendar)
    for case, judged in batch.judged:
        tally.add(case, judged, calendars)
        unit.session.add_all(
            _line(row.id, case, one)
            for one in judged
            if isinstance(one, Judged) and (one.was_late or one.is_late)
        )
    for one in batch.tried:
        tally.add_tried(one)
        if one.is_changed:
            change = {"what_if_id": row.id, "complaint_id": one.case.id}
            unit.session.add(WhatIfChange(**change, before=one.before, after=str(one.after)))
    row.figures, row.total = tally.as_json(), batch.total
    row.done, row.state = row.done + len(batch.judged), WhatIfState.RUNNING
    if batch.judged:
        row.place = batch.judged[-1][0].id
    if len(batch.judged) < CASES_AT_ONCE:
        row.state, row.ended_at = WhatIfState.DONE, unit.clock.now()
        told = {"what_if": row.id, "cases": tally.cases, **tally.numbers}
        unit.trail.add(None, "what-if.answered", told, SYSTEM)
    return max(1, len(batch.judged))


def _line(what_if_id: str, case: RanCase, one: Judged) -> WhatIfLine:
    codes = {group.value: code_of(group, case, one) for group in WhatIfGroup}
    return WhatIfLine(
        what_if_id=what_if_id,
        clock_id=one.clock.id,
        complaint_id=case.id,
        due_before=one.clock.due_at,
        due_after=one.due_after,
        was_late=one.was_late,
        is_late=one.is_late,
        **codes,
    )
