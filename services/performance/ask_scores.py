"""Somebody asks for the scores of a period that ended; the workers count and freeze them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, RuleRefused
from models.ground.performance_codes import RoundState
from models.ground.summary_codes import PeriodKind
from models.office.performance_score import PerformanceRound
from services.actor import Actor, require_role
from services.performance.read_rules import find_in_force
from services.summaries.period import Period, list_ended, move
from services.unit_of_work import Unit, UnitOfWork

KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
NO_RULES_IN_FORCE, ROUND_MOVED = "NO_RULES_IN_FORCE", "ROUND_MOVED"
_YEARS_BACK = 24


def list_periods(unit: Unit) -> list[Period]:
    """The periods of the last two years that ended and in which the office received something, the newest first."""
    first, today = (
        unit.session.scalar(select(func.min(Complaint.received_at))),
        beijing_date(unit.clock.now()),
    )
    if first is None:
        return []
    since = max(beijing_date(first), move(date(today.year, today.month, 1), -_YEARS_BACK))
    ended = [period for kind in KINDS for period in list_ended(kind, since, today)]
    return sorted(ended, key=lambda period: (period.ends_on, period.begins_on), reverse=True)


def ask_scores(name: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the round; asked again while the workers count it is the same.

    InvalidInput on `period`; RuleRefused(NO_RULES_IN_FORCE) where none was in force on its first day;
    Conflict(ROUND_MOVED) where its scores wait for a second person or are released.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        period = next((one for one in list_periods(unit) if one.name == name.strip()), None)
        if period is None:
            raise InvalidInput({"period": "REQUIRED"})
        rules = find_in_force(period.begins_on, unit)
        if rules is None:
            raise RuleRefused(NO_RULES_IN_FORCE)
        row = unit.session.get(PerformanceRound, period.name, with_for_update=True)
        if row is not None and row.state is RoundState.ASKED:
            return row.id
        if row is not None and row.state is not RoundState.RETURNED:
            raise Conflict(code=ROUND_MOVED)
        if row is None:
            row = PerformanceRound(id=period.name, kind=period.kind, begins_on=period.begins_on)
            unit.session.add(row)
        row.rule_set_no, row.state = rules.no, RoundState.ASKED
        row.asked_by, row.asked_at, row.computed_at = login, unit.clock.now(), None
        unit.trail.add(None, "performance.asked", {"round": row.id, "rules": rules.no}, actor)
        return row.id
