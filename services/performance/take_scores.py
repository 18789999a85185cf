"""The scores of a period leave as a table: who took them and what for is on record before the first row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.performance_codes import RoundState
from models.office.performance_rules import PerformanceRuleSet
from models.office.performance_score import PerformanceRound, PerformanceScore
from services.actor import Actor, require_role
from services.lists.case_table import EXPORTED, TableFormat, check_purpose
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeScores:
    """`round_id` as the page names it."""

    round_id: str
    format: TableFormat
    purpose: str


@dataclass(frozen=True, slots=True)
class TakenScores:
    """Units first, then people unit by unit; of units with fewer people than may be compared none of these stands."""

    scores: Sequence[PerformanceScore]
    unit_names: Mapping[str, str]
    names: Mapping[str, str]


def take_scores(command: TakeScores, unit_of_work: UnitOfWork, actor: Actor) -> TakenScores:
    """InvalidInput on `purpose`; NotFound where there is no such round that was frozen."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    purpose = check_purpose(command.purpose)
    with unit_of_work.reading() as unit:
        row = unit.session.get(PerformanceRound, command.round_id)
        if row is None or row.state is RoundState.ASKED:
            raise NotFound
        scores = _list(row, unit)
        logins = {score.staff_id for score in scores if score.staff_id}
        taken = TakenScores(scores, map_unit_names(unit), map_people_names(unit, logins=logins))
    with unit_of_work as unit:
        payload = {
            "what": "performance",
            "format": command.format.value,
            "number": len(taken.scores),
            "purpose": purpose,
            "filter": {"round": command.round_id},
            "by": login,
        }
        unit.trail.add(None, EXPORTED, payload, actor)
    return taken


def _list(row: PerformanceRound, unit: Unit) -> Sequence[PerformanceScore]:
    least = unit.session.get_one(PerformanceRuleSet, row.rule_set_no).least_people
    scores = unit.session.scalars(
        select(PerformanceScore)
        .where(PerformanceScore.round_id == row.id)
        .order_by(PerformanceScore.unit_code, PerformanceScore.staff_id)
    ).all()
    people: dict[str, int] = {}
    for score in scores:
        if score.staff_id is not None:
            people[score.unit_code] = people.get(score.unit_code, 0) + 1
    units = [score for score in scores if score.staff_id is None]
    return [*units, *(one for one in scores if one.staff_id is not None and people[one.unit_code] >= least)]
