"""The workers' step: counts the scores of periods that were asked for, and freezes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select

from models.case.complaint import Complaint
from models.ground.ids import new_id
from models.ground.performance_codes import Indicator, RoundState
from models.office.performance_rules import PerformanceRule
from models.office.performance_score import PerformancePoint, PerformanceRound, PerformanceScore
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import SYSTEM
from services.performance.count_cases import count_cases
from services.performance.count_corrections import select_cases
from services.performance.facts import Fact
from services.performance.indicators import as_json, total, work_out
from services.performance.read_rules import list_rules
from services.summaries.period import Period
from services.unit_of_work import Unit, UnitFactory

# Read, written and let go of together: nobody waits for a year.
CASES_AT_ONCE = 500
Subject = tuple[str, str | None]


@dataclass(slots=True)
class _Counting:
    """One counting of one round; `token` tells it from another one that began later and goes on instead."""

    round_id: str
    period: Period
    rules: Mapping[Indicator, PerformanceRule]
    homes: Mapping[str, str]
    units: frozenset[str]
    token: str
    scores: dict[Subject, str] = field(default_factory=dict)
    numbers: dict[Subject, dict[Indicator, tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: (0, 0)))
    )

    def subject_of(self, fact: Fact) -> Subject | None:
        """A person stands with his own unit; None for whom the office does not know."""
        if fact.staff_id is not None:
            home = self.homes.get(fact.staff_id)
            return None if home is None else (home, fact.staff_id)
        return (fact.unit_code, None) if fact.unit_code in self.units else None


def scores_step(make_unit: UnitFactory, is_ending: Callable[[], bool] = lambda: False) -> int:
    """How many rounds were frozen. `is_ending` is asked between two batches; the next process begins anew."""
    with make_unit().reading() as unit:
        asked = unit.session.scalars(
            select(PerformanceRound.id).where(PerformanceRound.state == RoundState.ASKED)
        ).all()
    return sum(_count_round(round_id, make_unit, is_ending) for round_id in asked)


def _count_round(round_id: str, make_unit: UnitFactory, is_ending: Callable[[], bool]) -> bool:
    counting = _begin(round_id, make_unit)
    if counting is None:
        return False
    for ids in _list_batches(counting, make_unit):
        if is_ending():
            return False
        with make_unit() as unit:
            if not _is_ours(counting, unit):
                return False
            _enter(list(count_cases(ids, counting.period, unit)), counting, unit)
    with make_unit() as unit:
        return _freeze(counting, unit)


def _begin(round_id: str, make_unit: UnitFactory) -> _Counting | None:
    """Takes the round over and away what an earlier counting left."""
    with make_unit() as unit:
        row = unit.session.get(PerformanceRound, round_id, with_for_update=True)
        if row is None or row.state is not RoundState.ASKED:
            return None
        row.counting = new_id()
        scores = select(PerformanceScore.id).where(PerformanceScore.round_id == round_id)
        unit.session.execute(delete(PerformancePoint).where(PerformancePoint.score_id.in_(scores)))
        unit.session.execute(delete(PerformanceScore).where(PerformanceScore.round_id == round_id))
        rules = list_rules(row.rule_set_no, unit)
        return _Counting(
            round_id,
            Period(row.kind, row.begins_on),
            {rule.indicator: rule for rule in rules},
            {login: home for login, home in unit.session.execute(select(Staff.login, Staff.unit))},
            frozenset(unit.session.scalars(select(OrganisationUnit.code))),
            row.counting,
        )


def _is_ours(counting: _Counting, unit: Unit) -> bool:
    row = unit.session.get(PerformanceRound, counting.round_id, with_for_update=True)
    return row is not None and row.state is RoundState.ASKED and row.counting == counting.token


def _list_batches(counting: _Counting, make_unit: UnitFactory) -> Iterator[Sequence[str]]:
    query, after = select_cases(counting.period).order_by(Complaint.id).limit(CASES_AT_ONCE), ""
    while True:
        with make_unit().reading() as unit:
            ids = unit.session.scalars(query.where(Complaint.id > after)).all()
        if ids:
            yield ids
        if len(ids) < CASES_AT_ONCE:
            return
        after = ids[-1]


def _enter(facts: Iterable[Fact], counting: _Counting, unit: Unit) -> None:
    """The same complaint stands once in a line: where it counts as one fact says, it counts."""
    found: dict[tuple[Subject, Indicator, str], bool] = {}
    for fact in facts:
        subject = counting.subject_of(fact)
        if subject is not None and fact.indicator in counting.rules:
            key = (subject, fact.indicator, fact.complaint_id)
            found[key] = found.get(key, False) or fact.counts
    for subject in dict.fromkeys(key[0] for key in found):
        if subject not in counting.scores:
            counting.scores[subject] = new_id()
            unit.session.add(_empty_score(subject, counting))
    unit.session.flush()
    points: list[dict[str, object]] = []
    for (subject, indicator, case), counts in found.items():
        base, part = counting.numbers[subject][indicator]
        counting.numbers[subject][indicator] = base + 1, part + counts
        point = {"id": new_id(), "score_id": counting.scores[subject], "indicator": indicator}
        points.append({**point, "complaint_id": case, "counts": counts, "struck_by": None})
    if points:
        unit.session.execute(insert(PerformancePoint), points)


def _empty_score(subject: Subject, counting: _Counting) -> PerformanceScore:
    return PerformanceScore(
        id=counting.scores[subject],
        round_id=counting.round_id,
        unit_code=subject[0],
        staff_id=subject[1],
        lines=[],
        hundredths=0,
    )


def _freeze(counting: _Counting, unit: Unit) -> bool:
    if not _is_ours(counting, unit):
        return False
    rules = list(counting.rules.values())
    for score in unit.session.scalars(
        select(PerformanceScore).where(PerformanceScore.round_id == counting.round_id)
    ):
        lines = work_out(rules, counting.numbers[score.unit_code, score.staff_id])
        score.lines, score.hundredths = as_json(lines), total(lines)
    row = unit.session.get_one(PerformanceRound, counting.round_id)
    row.state, row.computed_at, row.counting = RoundState.PROPOSED, unit.clock.now(), None
    payload = {"round": row.id, "rules": row.rule_set_no, "scores": len(counting.scores)}
    unit.trail.add(None, "performance.proposed", payload, SYSTEM)
    return True
