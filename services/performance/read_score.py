"""One score with its lines, what was objected and decided, and the complaints behind each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.errors import NotFound
from models.ground.performance_codes import Indicator, ObjectionState, RoundState
from models.office.performance_rules import PerformanceRule, PerformanceRuleSet
from models.office.performance_score import (
    PerformanceConsequence,
    PerformanceObjection,
    PerformancePoint,
    PerformanceRound,
    PerformanceScore,
)
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.performance.indicators import Line, from_json
from services.performance.read_rules import list_rules
from services.performance.who_sees import get_score, read_sight
from services.unit_of_work import Unit, UnitOfWork

CASES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ScorePage:
    """`corrected` by indicator, empty where nothing was; `may_object`: in time, and nothing waits."""

    score: PerformanceScore
    round: PerformanceRound
    rules: PerformanceRuleSet
    rule_of: Mapping[Indicator, PerformanceRule]
    lines: Sequence[Line]
    corrected: Mapping[Indicator, Line]
    objections: Sequence[PerformanceObjection]
    consequences: Sequence[PerformanceConsequence]
    unit_name: str
    person: str | None
    people: Mapping[str, str]
    may_object: bool
    is_supervised: bool
    login: str


@dataclass(frozen=True, slots=True)
class PointCase:
    """One complaint of a line; `number` is None where the reader may not open it."""

    point: PerformancePoint
    number: str | None


@dataclass(frozen=True, slots=True)
class PointCases:
    """A page of them; `hidden` of these are not the reader's to open. `after` leads on, None at the end."""

    page: ScorePage
    indicator: Indicator
    cases: Sequence[PointCase]
    hidden: int
    after: str | None


def read_score(score_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ScorePage:
    """NotFound where there is none, or it is not his to see."""
    with unit_of_work.reading() as unit:
        return _read(score_id, unit, actor)


@dataclass(frozen=True, slots=True)
class AskedCases:
    """Of one line of a score, from after a point on."""

    score_id: str
    indicator: str
    after: str = ""


def list_point_cases(asked: AskedCases, unit_of_work: UnitOfWork, actor: Actor) -> PointCases:
    """A hundred complaints of one line; NotFound where it is not his to see or there is no such line."""
    with unit_of_work.reading() as unit:
        page = _read(asked.score_id, unit, actor)
        if asked.indicator not in {line.indicator.value for line in page.lines}:
            raise NotFound
        query = select(PerformancePoint, Complaint).join(
            Complaint, Complaint.id == PerformancePoint.complaint_id
        )
        query = query.where(
            PerformancePoint.score_id == asked.score_id,
            PerformancePoint.indicator == asked.indicator,
            PerformancePoint.id > asked.after,
        )
        rows = unit.session.execute(query.order_by(PerformancePoint.id).limit(CASES_A_PAGE + 1)).all()
        cut = rows[:CASES_A_PAGE]
        readable = list_readable_cases([complaint for _, complaint in cut], unit, actor)
        cases = [
            PointCase(point, complaint.number if complaint.id in readable else None)
            for point, complaint in cut
        ]
        hidden = sum(case.number is None for case in cases)
        more = cut[-1][0].id if len(rows) > CASES_A_PAGE else None
        return PointCases(page, Indicator(asked.indicator), cases, hidden, more)


def _read(score_id: str, unit: Unit, actor: Actor) -> ScorePage:
    sight = read_sight(unit, actor)
    score, row = get_score(score_id, sight, unit)
    rules = unit.session.get_one(PerformanceRuleSet, row.rule_set_no)
    objections = unit.session.scalars(
        select(PerformanceObjection)
        .where(PerformanceObjection.score_id == score.id)
        .order_by(PerformanceObjection.at, PerformanceObjection.id)
    ).all()
    consequences = unit.session.scalars(
        select(PerformanceConsequence)
        .where(PerformanceConsequence.score_id == score.id)
        .order_by(PerformanceConsequence.at, PerformanceConsequence.id)
    ).all()
    logins = {login for one in objections for login in (one.by, one.decided_by) if login}
    logins |= {login for one in consequences for login in (one.by, one.decided_by) if login}
    logins |= {login for login in (score.staff_id, row.asked_by, row.decided_by) if login}
    people = map_people_names(unit, logins=logins)
    in_time = row.objections_until is not None and beijing_date(unit.clock.now()) <= row.objections_until
    waits = any(one.state is ObjectionState.OPEN for one in objections)
    return ScorePage(
        score=score,
        round=row,
        rules=rules,
        rule_of={rule.indicator: rule for rule in list_rules(row.rule_set_no, unit)},
        lines=from_json(score.lines),
        corrected={line.indicator: line for line in from_json(score.corrected_lines or ())},
        objections=objections,
        consequences=consequences,
        unit_name=map_unit_names(unit).get(score.unit_code, score.unit_code),
        person=None if score.staff_id is None else people.get(score.staff_id, score.staff_id),
        people=people,
        may_object=row.state is RoundState.RELEASED and in_time and not waits and sight.may_object(score),
        is_supervised=sight.sees_all,
        login=sight.login,
    )
