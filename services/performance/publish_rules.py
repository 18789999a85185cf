"""A second person publishes the draft; from then on nothing of it changes."""

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound, NotPermitted, RuleRefused
from models.ground.performance_codes import RuleSetState
from models.office.performance_rules import PerformanceRuleSet
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork

OWN_DRAFT, RULES_MOVED, RULES_TOO_LATE = "OWN_RULES_DRAFT", "RULES_MOVED", "RULES_TOO_LATE"


def publish_rules(rule_set_no: int, seen: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once. NotPermitted(OWN_RULES_DRAFT); Conflict(RULES_MOVED) where the draft is not as `seen` (its ISO moment).

    RuleRefused(RULES_TOO_LATE) where it would be in force from a day that is over.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        row = unit.session.get(PerformanceRuleSet, rule_set_no, with_for_update=True)
        if row is None:
            raise NotFound
        if row.state is RuleSetState.PUBLISHED and row.published_by == login:
            return
        if row.state is not RuleSetState.DRAFT or row.drafted_at.isoformat() != seen:
            raise Conflict(code=RULES_MOVED)
        if row.drafted_by == login:
            raise NotPermitted(code=OWN_DRAFT)
        if row.in_force_from < beijing_date(unit.clock.now()):
            raise RuleRefused(RULES_TOO_LATE)
        row.state, row.published_by, row.published_at = RuleSetState.PUBLISHED, login, unit.clock.now()
        payload = {"rules": row.no, "in_force_from": row.in_force_from.isoformat()}
        unit.trail.add(None, "performance.rules_published", payload, actor)
