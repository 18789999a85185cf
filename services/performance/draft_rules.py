"""A version of the rules is drafted: points of each indicator, from when on, and how few say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.performance_codes import Indicator, RuleSetState
from models.office.performance_rules import PerformanceRule, PerformanceRuleSet
from services.actor import Actor, require_role
from services.forms.typed import read_number
from services.performance.indicators import DEFINITIONS
from services.performance.typed import read_day
from services.unit_of_work import Unit, UnitOfWork

MOST_POINTS, MOST_CASES, MOST_PEOPLE, MOST_WORKDAYS = 1_000, 1_000, 50, 60
# Fewer than three people are told apart by anybody who knows one of them.
LEAST_PEOPLE = 3
# Where an office begins: 100 points in all to earn, 70 to lose. (points, cap, fewest complaints)
FIRST_VALUES: Mapping[Indicator, tuple[int, int, int]] = {
    Indicator.ANSWERED_IN_TIME: (40, 40, 5),
    Indicator.REFERRED_RIGHT: (10, 10, 5),
    Indicator.SATISFIED: (20, 20, 5),
    Indicator.RECTIFIED_IN_TIME: (10, 10, 3),
    Indicator.FILE_COMPLETE: (20, 20, 5),
    Indicator.FOUND_TRUE: (5, 30, 1),
    Indicator.OVERTURNED: (3, 15, 1),
    Indicator.LOST_OUTSIDE: (5, 15, 1),
    Indicator.EXTENDED_LATE: (2, 10, 1),
}
FIRST_WORKDAYS = 10


@dataclass(frozen=True, slots=True)
class DraftRules:
    """As the form has it; `values` by `points_CODE`, `cap_CODE`, `least_CODE`. An indicator without points is not used."""

    in_force_from: str
    least_people: str
    objection_workdays: str
    values: Mapping[str, str]


def draft_rules(command: DraftRules, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """The number of the draft, which takes the place of an earlier draft; InvalidInput at the fields."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        rules, errors = _read_rules(command.values)
        starts = read_day(command.in_force_from)
        if starts is None:
            errors["in_force_from"] = "NOT_A_DATE" if command.in_force_from.strip() else "REQUIRED"
        elif starts < beijing_date(unit.clock.now()):
            # Nobody is judged by rules that he could not know.
            errors["in_force_from"] = "IN_THE_PAST"
        people = read_number(command.least_people, LEAST_PEOPLE, MOST_PEOPLE)
        workdays = read_number(command.objection_workdays, 1, MOST_WORKDAYS)
        errors |= {
            name: "OUT_OF_RANGE"
            for name, read in (("least_people", people), ("objection_workdays", workdays))
            if read is None
        }
        if errors or starts is None or people is None or workdays is None:
            raise InvalidInput(errors)
        row = _take_draft(unit)
        row.in_force_from, row.least_people, row.objection_workdays = starts, people, workdays
        row.drafted_by, row.drafted_at = login, unit.clock.now()
        unit.session.add(row)
        unit.session.flush()
        unit.session.add_all(PerformanceRule(rule_set_no=row.no, **rule) for rule in rules)
        unit.trail.add(None, "performance.rules_drafted", {"rules": row.no}, actor)
        return row.no


def _take_draft(unit: Unit) -> PerformanceRuleSet:
    """The open draft without its rules, else the next number; whoever drafts at the same moment waits on the last version."""
    query = select(PerformanceRuleSet).order_by(PerformanceRuleSet.no.desc()).limit(1).with_for_update()
    numbers = select(func.max(PerformanceRuleSet.no))
    newest = unit.session.scalars(query).one_or_none()
    while newest is not None and newest.no != unit.session.scalar(numbers):
        # Another version came while this one was waited for.
        newest = unit.session.scalars(query).one_or_none()
    if newest is not None and newest.state is RuleSetState.DRAFT:
        unit.session.execute(delete(PerformanceRule).where(PerformanceRule.rule_set_no == newest.no))
        return newest
    last = 0 if newest is None else newest.no
    return PerformanceRuleSet(no=last + 1, state=RuleSetState.DRAFT)


def _read_rules(values: Mapping[str, str]) -> tuple[list[dict[str, object]], dict[str, str]]:
    rules: list[dict[str, object]] = []
    errors: dict[str, str] = {}
    for indicator in Indicator:
        told = {part: values.get(f"{part}_{indicator.value}", "") for part in ("points", "cap", "least")}
        if not told["points"].strip():
            continue
        read = {
            "points": read_number(told["points"], 1, MOST_POINTS),
            "cap": read_number(told["cap"], 1, MOST_POINTS),
            "least": read_number(told["least"], 1, MOST_CASES),
        }
        wrong = {
            f"{part}_{indicator.value}": "OUT_OF_RANGE" for part, number in read.items() if number is None
        }
        errors |= wrong
        if not wrong:
            rules.append(
                {
                    "indicator": indicator,
                    "points": read["points"],
                    "direction": DEFINITIONS[indicator].direction,
                    "cap": read["cap"],
                    "least_cases": read["least"],
                }
            )
    if not rules and not errors:
        errors[f"points_{Indicator.ANSWERED_IN_TIME.value}"] = "REQUIRED"
    return rules, errors
