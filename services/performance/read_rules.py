"""The versions of the rules as those who supervise find them, and the one that a period goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models.ground.performance_codes import RuleSetState
from models.office.performance_rules import PerformanceRule, PerformanceRuleSet
from services.actor import Actor, staff_id_of
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

NEWEST = 50


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Versions with their rules, the newest first; `people` by login."""

    sets: Sequence[PerformanceRuleSet]
    rules: Mapping[int, Sequence[PerformanceRule]]
    people: Mapping[str, str]

    @property
    def draft(self) -> PerformanceRuleSet | None:
        """The one that waits for a second person."""
        return next((one for one in self.sets if one.state is RuleSetState.DRAFT), None)


def read_rules(unit_of_work: UnitOfWork, actor: Actor) -> RulesPage:
    """For everybody who works here: whoever is judged may read by what."""
    staff_id_of(actor)
    with unit_of_work.reading() as unit:
        query = select(PerformanceRuleSet).order_by(PerformanceRuleSet.no.desc()).limit(NEWEST)
        sets = unit.session.scalars(query).all()
        rules: dict[int, list[PerformanceRule]] = {one.no: [] for one in sets}
        for rule in unit.session.scalars(
            select(PerformanceRule).where(PerformanceRule.rule_set_no.in_(list(rules)))
        ):
            rules[rule.rule_set_no].append(rule)
        logins = {login for one in sets for login in (one.drafted_by, one.published_by) if login}
        return RulesPage(sets, rules, map_people_names(unit, logins=logins))


def find_in_force(day: date, unit: Unit) -> PerformanceRuleSet | None:
    """The published version that was in force on a day, the later one where two begin together."""
    return unit.session.scalars(
        select(PerformanceRuleSet)
        .where(PerformanceRuleSet.state == RuleSetState.PUBLISHED, PerformanceRuleSet.in_force_from <= day)
        .order_by(PerformanceRuleSet.in_force_from.desc(), PerformanceRuleSet.no.desc())
        .limit(1)
    ).one_or_none()


def find_first_day(unit: Unit) -> date | None:
    """The first day on which published rules were in force; no period that began earlier is ever scored."""
    published = PerformanceRuleSet.state == RuleSetState.PUBLISHED
    return unit.session.scalar(select(func.min(PerformanceRuleSet.in_force_from)).where(published))


def list_rules(rule_set_no: int, unit: Unit) -> Sequence[PerformanceRule]:
    """The rules of a version."""
    return unit.session.scalars(
        select(PerformanceRule).where(PerformanceRule.rule_set_no == rule_set_no)
    ).all()
