"""Another than who released a score decides an objection to it; where it is upheld, complaints are struck from the score."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select, update

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.performance_codes import Indicator, ObjectionState
from models.office.performance_score import (
    PerformanceObjection,
    PerformancePoint,
    PerformanceRound,
    PerformanceScore,
)
from services.actor import Actor, require_role
from services.forms.typed import read_words
from services.performance.indicators import as_json, total, work_out
from services.performance.read_rules import list_rules
from services.performance.who_sees import read_sight
from services.unit_of_work import Unit, UnitOfWork

LONGEST_WORDS = 1_000
OBJECTION_DECIDED, RELEASED_IT, OWN_OBJECTION = (
    "SCORE_OBJECTION_MOVED",
    "SCORE_RELEASED_BY_YOU",
    "OWN_SCORE_OBJECTION",
)
# As people write lists of numbers.
_SEPARATORS = re.compile(r"[\s,;，；、]+")
_DECISIONS = {"uphold": ObjectionState.UPHELD, "reject": ObjectionState.REJECTED}


@dataclass(frozen=True, slots=True)
class DecideObjection:
    """As the form has it; `struck` are numbers of complaints, which are taken out where it is upheld."""

    objection_id: str
    decision: str
    reason: str
    struck: str = ""


def decide_objection(command: DecideObjection, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of its score. Once; sent again it is the same.

    InvalidInput on `decision`, `reason`, `struck`; NotPermitted for who released the score, made the objection or is judged
    by the score; Conflict(SCORE_OBJECTION_MOVED) where it was decided otherwise.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        row = unit.session.get(PerformanceObjection, command.objection_id, with_for_update=True)
        if row is None:
            raise NotFound
        score = unit.session.get_one(PerformanceScore, row.score_id, with_for_update=True)
        state, reason = _check(command)
        struck = _read_numbers(command.struck) if state is ObjectionState.UPHELD else set[str]()
        if (row.state, row.reason, row.decided_by) == (state, reason, login) and struck == _struck_by(
            row, unit
        ):
            return score.id
        if row.state is not ObjectionState.OPEN:
            raise Conflict(code=OBJECTION_DECIDED)
        _require_another(row, score, unit, actor)
        row.state, row.reason = state, reason
        row.decided_by, row.decided_at = login, unit.clock.now()
        if state is ObjectionState.UPHELD:
            _correct(score, row, command.struck, unit)
        payload = {"score": score.id, "objection": row.id, "points": score.corrected_hundredths}
        unit.trail.add(None, f"performance.objection_{state.value}", payload, actor)
        return score.id


def _check(command: DecideObjection) -> tuple[ObjectionState, str]:
    reason, fault = read_words(command.reason, LONGEST_WORDS)
    errors = {"reason": fault} if fault else {}
    if command.decision not in _DECISIONS:
        errors["decision"] = "REQUIRED"
    elif command.decision == "uphold" and not _read_numbers(command.struck):
        errors["struck"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return _DECISIONS[command.decision], reason


def _read_numbers(told: str) -> set[str]:
    return {number for number in _SEPARATORS.split(told) if number}


def _struck_by(row: PerformanceObjection, unit: Unit) -> set[str]:
    """The numbers that it took out when it was decided."""
    query = select(Complaint.number).join(PerformancePoint, PerformancePoint.complaint_id == Complaint.id)
    return set(unit.session.scalars(query.where(PerformancePoint.struck_by == row.id)))


def _require_another(row: PerformanceObjection, score: PerformanceScore, unit: Unit, actor: Actor) -> None:
    sight = read_sight(unit, actor)
    if unit.session.get_one(PerformanceRound, score.round_id).decided_by == sight.login:
        raise NotPermitted(code=RELEASED_IT)
    if row.by == sight.login or sight.may_object(score):
        raise NotPermitted(code=OWN_OBJECTION)


def _correct(score: PerformanceScore, row: PerformanceObjection, struck: str, unit: Unit) -> None:
    """The first lines stay as they were released; what earlier objections struck stays struck."""
    own = (PerformancePoint.score_id == score.id, PerformancePoint.struck_by.is_(None))
    wanted = _read_numbers(struck)
    found = unit.session.execute(
        select(PerformancePoint.id, Complaint.number)
        .join(Complaint, Complaint.id == PerformancePoint.complaint_id)
        .where(*own, Complaint.number.in_(wanted))
    ).all()
    if {number for _, number in found} != wanted:
        raise InvalidInput({"struck": "NOT_IN_SCORE"})
    ids = [point for point, _ in found]
    unit.session.execute(
        update(PerformancePoint).where(PerformancePoint.id.in_(ids)).values(struck_by=row.id)
    )
    rules = list_rules(unit.session.get_one(PerformanceRound, score.round_id).rule_set_no, unit)
    lines = work_out(rules, _count(score, unit))
    score.corrected_lines, score.corrected_hundredths = as_json(lines), total(lines)


def _count(score: PerformanceScore, unit: Unit) -> dict[Indicator, tuple[int, int]]:
    base, part = Counter[Indicator](), Counter[Indicator]()
    grouped = (
        select(PerformancePoint.indicator, PerformancePoint.counts, func.count())
        .where(PerformancePoint.score_id == score.id, PerformancePoint.struck_by.is_(None))
        .group_by(PerformancePoint.indicator, PerformancePoint.counts)
    )
    for indicator, counts, number in unit.session.execute(grouped):
        base[indicator] += number
        part[indicator] += number if counts else 0
    return {indicator: (base[indicator], part[indicator]) for indicator in Indicator}
