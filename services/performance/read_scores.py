"""The scores of a period as each reader may see them: units, the people of one unit, and his own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from models.ground.performance_codes import RoundState
from models.office.performance_rules import PerformanceRuleSet
from models.office.performance_score import PerformanceRound, PerformanceScore
from services.actor import Actor
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.performance.ask_scores import list_periods
from services.performance.read_rules import find_first_day
from services.performance.who_sees import Sight, read_sight
from services.unit_of_work import Unit, UnitOfWork

NEWEST = 60


@dataclass(frozen=True, slots=True)
class ScoresPage:
    """`round` is the one shown, None where there is none; `units` the best first, `people` those of `unit_code` by name.

    `is_compared`: whether points of these people may stand beside each other; below `least_people` they do not. `own` is
    the reader's. `crowd` tells by unit how many people have a score that he may see. `to_ask` are periods without a round
    that began under published rules.
    """

    rounds: Sequence[PerformanceRound]
    round: PerformanceRound | None
    rules: PerformanceRuleSet | None
    units: Sequence[PerformanceScore]
    people: Sequence[PerformanceScore]
    unit_code: str | None
    own: PerformanceScore | None
    crowd: Mapping[str, int]
    unit_names: Mapping[str, str]
    names: Mapping[str, str]
    sees_all: bool
    login: str
    to_ask: Sequence[str]

    @property
    def is_compared(self) -> bool:
        """Whether there are enough people to be compared."""
        return self.rules is not None and len(self.people) >= self.rules.least_people


def points_of(score: PerformanceScore) -> int:
    """In hundredths: as corrected, where it was."""
    return score.hundredths if score.corrected_hundredths is None else score.corrected_hundredths


def read_scores(
    round_id: str | None, unit_code: str | None, unit_of_work: UnitOfWork, actor: Actor
) -> ScoresPage:
    """For every member of staff, each what he may see; a round that he may not see is as none."""
    with unit_of_work.reading() as unit:
        sight = read_sight(unit, actor)
        rounds = _list_rounds(sight, unit)
        shown = next((one for one in rounds if one.id == round_id), None) if round_id else None
        shown = shown or next((one for one in rounds if one.state is not RoundState.ASKED), None)
        scores = _list_units(shown, sight, unit)
        people = _list_people(shown, unit_code, sight, unit)
        own = None
        if shown is not None and shown.state is not RoundState.ASKED:
            of_round = select(PerformanceScore).where(PerformanceScore.round_id == shown.id)
            own = unit.session.scalars(of_round.where(PerformanceScore.staff_id == sight.login)).one_or_none()
            own = own if own is not None and sight.sees(own, shown) else None
        logins = {score.staff_id for score in people if score.staff_id}
        logins |= {login for one in rounds for login in (one.asked_by, one.decided_by) if login}
        asked = {one.id for one in rounds if one.state is not RoundState.RETURNED}
        return ScoresPage(
            rounds=rounds,
            round=shown,
            rules=None if shown is None else unit.session.get(PerformanceRuleSet, shown.rule_set_no),
            units=sorted(scores, key=lambda score: (-points_of(score), score.unit_code)),
            people=people,
            unit_code=unit_code if people else None,
            own=own,
            crowd=_count_people(shown, sight, unit),
            unit_names=map_unit_names(unit),
            names=map_people_names(unit, logins=logins),
            sees_all=sight.sees_all,
            login=sight.login,
            to_ask=_list_askable(asked, unit) if sight.sees_all else (),
        )


def _list_askable(asked: Collection[str], unit: Unit) -> Sequence[str]:
    """Those that can be counted: rules held on their first day."""
    first = find_first_day(unit)
    if first is None:
        return ()
    return [one.name for one in list_periods(unit) if one.begins_on >= first and one.name not in asked]


def _list_rounds(sight: Sight, unit: Unit) -> Sequence[PerformanceRound]:
    query = select(PerformanceRound).order_by(PerformanceRound.begins_on.desc(), PerformanceRound.id.desc())
    if not sight.sees_all:
        query = query.where(PerformanceRound.state == RoundState.RELEASED)
    return unit.session.scalars(query.limit(NEWEST)).all()


def _list_units(shown: PerformanceRound | None, sight: Sight, unit: Unit) -> Sequence[PerformanceScore]:
    if shown is None or shown.state is RoundState.ASKED:
        return ()
    query = select(PerformanceScore).where(
        PerformanceScore.round_id == shown.id, PerformanceScore.staff_id.is_(None), sight.condition()
    )
    return unit.session.scalars(query).all()


def _list_people(
    shown: PerformanceRound | None, unit_code: str | None, sight: Sight, unit: Unit
) -> Sequence[PerformanceScore]:
    """In the order of their logins: no list of winners."""
    if shown is None or shown.state is RoundState.ASKED or not unit_code:
        return ()
    query = select(PerformanceScore).where(
        PerformanceScore.round_id == shown.id,
        PerformanceScore.unit_code == unit_code,
        PerformanceScore.staff_id.is_not(None),
        sight.condition(),
    )
    return unit.session.scalars(query.order_by(PerformanceScore.staff_id)).all()


def _count_people(shown: PerformanceRound | None, sight: Sight, unit: Unit) -> Mapping[str, int]:
    if shown is None or shown.state is RoundState.ASKED:
        return {}
    rows = unit.session.execute(
        select(PerformanceScore.unit_code, func.count())
        .where(
            PerformanceScore.round_id == shown.id, PerformanceScore.staff_id.is_not(None), sight.condition()
        )
        .group_by(PerformanceScore.unit_code)
    )
    return Counter({code: number for code, number in rows})
